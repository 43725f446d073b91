using System.Text.Json;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Reads properties of an answer.</summary>
internal static class AnswerText
{
    /// <summary>
    /// A property's value, the last of several; null where there is none. <see cref="JsonElement.TryGetProperty(string, out JsonElement)"/>
    /// throws where another name beside it has half a surrogate pair.
    /// </summary>
    public static JsonElement? Find(JsonElement entry, string property)
    {
        JsonElement? found = null;
        foreach (var member in entry.EnumerateObject())
        {
            if (JsonScalars.Name(member) == property)
            {
                found = member.Value;
            }
        }

        return found;
    }

    /// <summary>A property's list; null where it is none.</summary>
    public static JsonElement? FindArray(JsonElement entry, string property) =>
        Find(entry, property) is { ValueKind: JsonValueKind.Array } list ? list : null;

    /// <summary>A property's text without white space around it; null where there is none.</summary>
    public static string? Read(JsonElement entry, string property) =>
        Find(entry, property) is { } value && JsonScalars.Text(value)?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>A property's text where it can name an entity; null otherwise. A text that is too long is prose.</summary>
    public static string? ReadName(JsonElement entry, string property) =>
        Read(entry, property) is { Length: <= EntityName.MaxLength } name && !EntityName.IsEmpty(name) ? name : null;
}
