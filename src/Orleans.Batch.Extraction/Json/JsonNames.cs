using System.Text.Json;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>Reads names from JSON: a text, or an object of several spellings.</summary>
internal static class JsonNames
{
    /// <summary>The spellings of a name in an object, the most usual one first.</summary>
    private static readonly string[] Spellings = ["COMMON", "DISPLAY", "DISPLAY_NAME", "FULL", "FULL_NAME", "DEFAULT", "EN", "OFFICIAL", "VALUE"];

    /// <summary>The name that a value is; null where it is none. A longer one would be cut, and could equal others.</summary>
    public static string? Read(JsonElement value) =>
        JsonScalars.Text(value)?.Trim() is { Length: > 0 and <= EntityName.MaxLength } name ? name : null;

    /// <summary>The name that a value is, or the most usual of its spellings.</summary>
    /// <param name="value">The value.</param>
    /// <param name="spelling">The key of the spelling; null where the value is a text.</param>
    public static string? Read(JsonElement value, out string? spelling)
    {
        spelling = null;
        if (value.ValueKind != JsonValueKind.Object)
        {
            return Read(value);
        }

        var members = JsonMember.ReadMembers(value);
        foreach (var usual in Spellings)
        {
            foreach (var member in members)
            {
                if (member.Key == usual && Read(member.Value) is { } name)
                {
                    spelling = usual;
                    return name;
                }
            }
        }

        return FirstAndLast(members, "FIRST", "LAST");
    }

    /// <summary>A first and a last name together; null unless there are both.</summary>
    public static string? FirstAndLast(List<JsonMember> members, string firstKey, string lastKey)
    {
        string? first = null, last = null;
        foreach (var member in members)
        {
            first = member.Key == firstKey ? Read(member.Value) : first;
            last = member.Key == lastKey ? Read(member.Value) : last;
        }

        return first is not null && last is not null ? $"{first} {last}" : null;
    }
}
