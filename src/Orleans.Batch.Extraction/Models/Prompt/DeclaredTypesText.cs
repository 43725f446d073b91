using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Writes the declared types of entities and facts into the prompt: names, descriptions, and what an edge connects.</summary>
internal static class DeclaredTypesText
{
    private static readonly string[] EntityProperties = ["name", "description"];
    private static readonly string[] EdgeProperties = ["name", "description", "source_targets"];
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Append(StringBuilder text, Ontology ontology)
    {
        Append(text, "Types of entities. Use one of them as \"type\" where one fits:", ontology.EntityTypes, EntityProperties);
        Append(text, "Types of facts. Use the name of one of them as \"predicate\" where one fits:", ontology.EdgeTypes, EdgeProperties);
    }

    private static void Append(StringBuilder text, string title, JsonText types, string[] properties)
    {
        using var json = JsonDocument.Parse(types.Value);
        if (json.RootElement.GetArrayLength() == 0)
        {
            return;
        }

        text.Append("\n\n").Append(title);
        foreach (var type in json.RootElement.EnumerateArray())
        {
            text.Append("\n- {").AppendJoin(',', properties.Select(p => Member(type, p)).OfType<string>()).Append('}');
        }
    }

    private static string? Member(JsonElement type, string name) =>
        type.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Array
            ? $"\"{name}\":{JsonSerializer.Serialize(value, Compact)}"
            : null;
}
