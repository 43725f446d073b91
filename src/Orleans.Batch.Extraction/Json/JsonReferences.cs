using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>The entity that an object is a record of.</summary>
/// <param name="Entity">The entity.</param>
/// <param name="NameKey">The key that names it, which is no fact.</param>
/// <param name="IdKey">The key of its id.</param>
internal readonly record struct JsonOwner(Entity Entity, string NameKey, string IdKey);

/// <summary>Reads an id and a name that stand beside each other: <c>user_id</c> and <c>user_full_name</c>.</summary>
internal static class JsonReferences
{
    private const string IdSuffix = "_ID";
    private static readonly string[] NameSuffixes = ["_FULL_NAME", "_DISPLAY_NAME", "_NAME"];

    /// <summary>
    /// The entity that an object without identity is a record of. Its name identifies it: that is how the conversations
    /// of the same graph call a person.
    /// </summary>
    public static JsonOwner? FindOwner(List<JsonMember> members)
    {
        foreach (var member in members)
        {
            if (!member.Key.EndsWith(IdSuffix, StringComparison.Ordinal))
            {
                continue;
            }

            var kind = member.Key.AsSpan(0, member.Key.Length - IdSuffix.Length);
            foreach (var suffix in NameSuffixes)
            {
                if (Find(members, kind, suffix) is { } named && JsonNames.Read(named.Value) is { } name)
                {
                    return new JsonOwner(new Entity(name, KeyNames.Label(kind.ToString())), named.Key, member.Key);
                }
            }
        }

        return null;
    }

    /// <summary>The id beside a key such as <c>CUSTOMER_NAME</c>, as the entity it refers to; null where there is none.</summary>
    public static Entity? FindNamed(List<JsonMember> members, string key)
    {
        foreach (var suffix in NameSuffixes)
        {
            if (key.EndsWith(suffix, StringComparison.Ordinal))
            {
                return Find(members, key.AsSpan(0, key.Length - suffix.Length), IdSuffix) is { } id
                    ? JsonIdentity.Referred(id.Key, id.Value, out _)
                    : null;
            }
        }

        return null;
    }

    private static JsonMember? Find(List<JsonMember> members, ReadOnlySpan<char> kind, string suffix)
    {
        foreach (var member in members)
        {
            if (member.Key.Length == kind.Length + suffix.Length && member.Key.AsSpan().StartsWith(kind) && member.Key.EndsWith(suffix, StringComparison.Ordinal))
            {
                return member;
            }
        }

        return null;
    }
}
