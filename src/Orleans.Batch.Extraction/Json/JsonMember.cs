using System.Text.Json;

namespace Orleans.Batch.Extraction;

/// <summary>A property of an object, its key as a fact's name.</summary>
internal readonly record struct JsonMember(string Key, JsonElement Value)
{
    /// <summary>The properties with a meaning: not null, under a key with a name, and no noise.</summary>
    public static List<JsonMember> ReadMembers(JsonElement element)
    {
        var members = new List<JsonMember>(8);
        foreach (var property in element.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Null
                && JsonScalars.Name(property) is { } name && KeyNames.Predicate(name) is { Length: > 0 } key && !JsonNoise.Is(key))
            {
                members.Add(new JsonMember(key, property.Value));
            }
        }

        return members;
    }
}
