using System.Globalization;
using System.Text.Json;

namespace Orleans.Batch.Graphs;

/// <summary>The rules for a declaration of types, on which all its readers rely.</summary>
public static class OntologyRules
{
    internal static void Check(Ontology ontology, OntologyScope scope, int maxTypes = Limits.DeclaredTypes)
    {
        var problems = new ProblemList();
        CheckTypes(ontology.EntityTypes, maxTypes, "entity_types", problems);
        CheckTypes(ontology.EdgeTypes, maxTypes, "edge_types", problems);
        Check(scope, problems);
        FieldRules.Refuse(problems);
    }

    internal static void Check(OntologyScope scope, ProblemList problems)
    {
        CheckIds(scope.GraphIds, "graph_ids", problems);
        CheckIds(scope.UserIds, "user_ids", problems);
    }

    private static void CheckIds(IReadOnlyList<string> ids, string field, ProblemList problems)
    {
        CheckCount(ids.Count, Limits.DeclarationTargets, field, problems);
        foreach (var id in ids.Take(Limits.DeclarationTargets))
        {
            TextRules.CheckId(id, null, field, problems);
        }
    }

    private static void CheckTypes(JsonText types, int max, string field, ProblemList problems)
    {
        NumberRules.Check(types.Value, null, field, problems);
        using var json = JsonDocument.Parse(types.Value);
        if (json.RootElement.ValueKind != JsonValueKind.Array)
        {
            problems.Add(null, field, ErrorCodes.WrongType, $"{field} must be an array");
            return;
        }

        CheckCount(json.RootElement.GetArrayLength(), max, field, problems);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in json.RootElement.EnumerateArray().Take(max))
        {
            if (CheckName(type, field, problems) is { } name && !names.Add(name))
            {
                problems.Add(null, field, ErrorCodes.Contradiction, $"{field} holds '{name}' twice");
            }

            CheckText(type, "description", Limits.DescriptionLength, field, problems);
            CheckProperties(type, field, problems);
        }
    }

    private static void CheckProperties(JsonElement type, string field, ProblemList problems)
    {
        if (type.ValueKind != JsonValueKind.Object
            || !type.TryGetProperty("properties", out var properties)
            || properties.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        field += ".properties";
        if (properties.ValueKind != JsonValueKind.Array)
        {
            problems.Add(null, field, ErrorCodes.WrongType, $"{field} must be an array");
            return;
        }

        CheckCount(properties.GetArrayLength(), Limits.DeclaredProperties, field, problems);
        foreach (var property in properties.EnumerateArray().Take(Limits.DeclaredProperties))
        {
            CheckName(property, field, problems);
            CheckText(property, "description", Limits.DescriptionLength, field, problems);
            CheckText(property, "type", Limits.NameLength, field, problems);
        }
    }

    private static string? CheckName(JsonElement type, string field, ProblemList problems)
    {
        if (type.ValueKind != JsonValueKind.Object
            || !type.TryGetProperty("name", out var name)
            || name.ValueKind != JsonValueKind.String
            || name.GetString() is not { Length: > 0 } text)
        {
            problems.Add(null, field, ErrorCodes.Required, $"each entry of {field} must be an object with a name");
            return null;
        }

        TextRules.Check(text, Limits.NameLength, null, field + ".name", problems);
        return text;
    }

    private static void CheckText(JsonElement entry, string name, int maxLength, string field, ProblemList problems)
    {
        if (entry.ValueKind != JsonValueKind.Object
            || !entry.TryGetProperty(name, out var value)
            || value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        field += "." + name;
        if (value.ValueKind == JsonValueKind.String)
        {
            TextRules.Check(value.GetString(), maxLength, null, field, problems);
        }
        else
        {
            problems.Add(null, field, ErrorCodes.WrongType, $"{field} must be a string");
        }
    }

    private static void CheckCount(int count, int max, string field, ProblemList problems)
    {
        if (count > max)
        {
            problems.Add(null, field, ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"{field} cannot contain more than {max} items (got {count})"));
        }
    }
}
