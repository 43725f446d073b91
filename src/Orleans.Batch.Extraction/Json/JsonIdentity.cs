using System.Text.Json;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>
/// The entity of a JSON object. An id names it where there is one, because names change and are shared.
/// </summary>
/// <param name="Entity">The entity.</param>
/// <param name="Key">The key that names it, which is no fact.</param>
/// <param name="Spelling">The spelling under that key that names it; null where it has only one.</param>
internal readonly record struct JsonIdentity(Entity Entity, string Key, string? Spelling = null)
{
    private const int OwnKindsId = 4;
    private const int FirstMembersId = 5;
    private const int Names = 10;
    private const int None = int.MaxValue;
    private const int LongestKind = 40;
    private const string IdSuffix = "_ID";

    /// <summary>The identity of an object under a key, null at the top; null when it has none.</summary>
    public static JsonIdentity? Find(List<JsonMember> members, string? under)
    {
        var kind = Kind(members) ?? (under is null ? null : KeyNames.Singular(under));
        var (id, idRank, name, nameRank) = (default(JsonMember), None, default(JsonMember), None);
        for (var i = 0; i < members.Count; i++)
        {
            var member = members[i];
            var rank = Rank(member.Key, kind, first: i == 0 && under is null);
            if (rank < Names && rank < idRank && Id(member.Value) is not null)
            {
                (id, idRank) = (member, rank);
            }
            else if (rank is >= Names and < None && rank < nameRank && JsonNames.Read(member.Value, out _) is not null)
            {
                (name, nameRank) = (member, rank);
            }
        }

        if (idRank == FirstMembersId)
        {
            kind = id.Key[..^IdSuffix.Length];
        }

        var label = kind is null ? null : KeyNames.Label(kind);
        var usesId = idRank < None && (kind is not null || nameRank == None || !IsNumber(Id(id.Value)!));
        return usesId ? new JsonIdentity(new Entity(Named(Id(id.Value)!, kind), label), id.Key)
            : nameRank < None ? new JsonIdentity(new Entity(JsonNames.Read(name.Value, out var spelling)!, label), name.Key, spelling)
            : JsonNames.FirstAndLast(members, "FIRST_NAME", "LAST_NAME") is { } full ? new JsonIdentity(new Entity(full, label ?? "Person"), "")
            : null;
    }

    /// <summary>The entity that a key such as <c>CUSTOMER_ID</c> refers to; null when it refers to none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value of the key.</param>
    /// <param name="suffix">How many characters of the key mark it as an id.</param>
    public static Entity? Referred(string key, JsonElement value, out int suffix)
    {
        suffix = SuffixLength(key);
        return suffix > 0 && Id(value) is { } id && key[..^suffix] is var kind ? new Entity(Named(id, kind), KeyNames.Label(kind)) : null;
    }

    /// <summary>Whether a key refers to entities.</summary>
    public static bool IsReference(string? key) => key is not null && SuffixLength(key) > 0;

    private static int SuffixLength(string key) => key switch
    {
        _ when key.EndsWith(IdSuffix, StringComparison.Ordinal) => IdSuffix.Length,
        _ when key.EndsWith("_IDS", StringComparison.Ordinal) => "_IDS".Length,
        _ when key.EndsWith("_UUID", StringComparison.Ordinal) => "_UUID".Length,
        _ => 0,
    };

    // A bare number identifies nothing without its kind: order 17 is not customer 17.
    private static string Named(string id, string? kind) =>
        kind is not null && IsNumber(id) ? $"{kind.Replace('_', ' ').ToLowerInvariant()} {id}" : id;

    private static string? Kind(List<JsonMember> members)
    {
        foreach (var member in members)
        {
            if (member.Key is "TYPE" or "KIND" && JsonScalars.Text(member.Value) is { Length: <= LongestKind } text
                && KeyNames.Predicate(text) is { Length: > 0 } kind && char.IsLetter(kind[0]))
            {
                return kind;
            }
        }

        return null;
    }

    private static int Rank(string key, string? kind, bool first) => key switch
    {
        "ID" => 0,
        "UUID" => 1,
        "GUID" => 2,
        _ when key.EndsWith(IdSuffix, StringComparison.Ordinal) =>
            kind is not null && key.Length == kind.Length + IdSuffix.Length && key.StartsWith(kind, StringComparison.Ordinal) ? OwnKindsId
            : first ? FirstMembersId
            : None,
        "NAME" => Names,
        "FULL_NAME" => Names + 1,
        "DISPLAY_NAME" => Names + 2,
        "TITLE" => Names + 3,
        "USERNAME" => Names + 4,
        "EMAIL" => Names + 5,
        "KEY" => Names + 6,
        "SLUG" => Names + 7,
        _ => None,
    };

    private static string? Id(JsonElement value) => value.ValueKind == JsonValueKind.Number
        ? value.GetRawText() is var raw && IsNumber(raw) ? raw : null
        : JsonNames.Read(value);

    private static bool IsNumber(string id) => !id.AsSpan().ContainsAnyExceptInRange('0', '9');
}
