using System.Text.Json;

namespace Orleans.Batch.Extraction;

/// <summary>Recognizes collections whose keys or positions are data, not names of facts.</summary>
internal static class JsonTables
{
    private const int FewestRows = 8;

    /// <summary>
    /// Whether the members of an object are the rows of a table, as in <c>translations</c>: under a plural key, many
    /// objects with the same first key. Their keys are data, so flattening them would make a fact's name of each.
    /// </summary>
    public static bool Is(List<JsonMember> members, string? key)
    {
        if (key is null || members.Count < FewestRows || KeyNames.Singular(key).Length == key.Length)
        {
            return false;
        }

        string? first = null;
        foreach (var member in members)
        {
            if (member.Value.ValueKind != JsonValueKind.Object || FirstKey(member.Value) is not { } own || own != (first ??= own))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a list has several numbers and nothing else, such as coordinates: one of them alone says nothing.</summary>
    public static bool IsVector(JsonElement list)
    {
        foreach (var one in list.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.Number)
            {
                return false;
            }
        }

        return list.GetArrayLength() > 1;
    }

    private static string? FirstKey(JsonElement row)
    {
        foreach (var property in row.EnumerateObject())
        {
            return JsonScalars.Name(property);
        }

        return null;
    }
}
