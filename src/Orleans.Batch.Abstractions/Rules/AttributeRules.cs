using System.Text.Json;

namespace Orleans.Batch;

/// <summary>The rules for attributes of nodes and edges.</summary>
public static class AttributeRules
{
    /// <summary>Adds a problem unless the text is a JSON object of scalars of at most <see cref="Limits.MetadataBytes"/>.</summary>
    public static void Check(JsonText? attributes, int? index, string field, ProblemList problems)
    {
        var before = problems.Count;
        MetadataRules.CheckObject(attributes, field, problems, index);
        if (attributes is not { Value: { } text } || problems.Count > before)
        {
            return;
        }

        using var json = JsonDocument.Parse(text);
        foreach (var attribute in json.RootElement.EnumerateObject())
        {
            if (attribute.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                problems.Add(
                    index, field, ErrorCodes.InvalidMetadata, $"{field} may hold strings, numbers, booleans and null, no objects and no arrays");
                return;
            }
        }
    }
}
