using System.Text.Json;

namespace Orleans.Batch.EndToEnd.Isolation;

/// <summary>An operation of the OpenAPI document with the fields of its requests that carry ids.</summary>
/// <param name="Id">The operationId.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path relative to /api/, with {placeholders}.</param>
/// <param name="Fields">The fields that hold ids: in the path, the query or the body.</param>
internal sealed record ApiOperation(string Id, HttpMethod Method, string Path, IReadOnlyList<IdField> Fields)
{
    private const string Root = "/api/";

    // A group of conditions contains groups.
    private const int DeepestBody = 6;

    /// <summary>All operations of a document.</summary>
    public static IReadOnlyList<ApiOperation> ReadAll(JsonElement document) =>
    [
        .. from path in document.GetProperty("paths").EnumerateObject()
           from operation in path.Value.EnumerateObject()
           select new ApiOperation(
               operation.Value.GetProperty("operationId").GetString()!,
               new HttpMethod(operation.Name.ToUpperInvariant()),
               path.Name[Root.Length..],
               [.. ReadParameters(operation.Value), .. ReadBody(document, operation.Value)]),
    ];

    private static IEnumerable<IdField> ReadParameters(JsonElement operation) =>
        from parameter in operation.TryGetProperty("parameters", out var all) ? all.EnumerateArray() : default
        let name = parameter.GetProperty("name").GetString()!
        let place = parameter.GetProperty("in").GetString()
        where place is "path" or "query"
        let field = IdField.TryCreate(place == "path" ? IdPlace.Path : IdPlace.Query, [name], parameter.GetProperty("schema"))
        where field is not null
        select field;

    private static IEnumerable<IdField> ReadBody(JsonElement document, JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body)
        && body.GetProperty("content").TryGetProperty("application/json", out var json)
            ? ReadSchema(document, json.GetProperty("schema"), [])
            : [];

    private static IEnumerable<IdField> ReadSchema(JsonElement document, JsonElement schema, string[] path)
    {
        if (path.Length > DeepestBody)
        {
            return [];
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            var name = reference.GetString()!["#/components/schemas/".Length..];
            return ReadSchema(document, document.GetProperty("components").GetProperty("schemas").GetProperty(name), path);
        }

        if (schema.TryGetProperty("oneOf", out var choices))
        {
            return choices.EnumerateArray().SelectMany(c => ReadSchema(document, c, path));
        }

        if (schema.TryGetProperty("items", out var items))
        {
            return IdField.TryCreate(IdPlace.Body, path, schema) is { } list
                ? [list]
                : ReadSchema(document, items, [.. path, IdField.Element]);
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            return properties.EnumerateObject().SelectMany(p => ReadSchema(document, p.Value, [.. path, p.Name]));
        }

        return path.Length > 0 && IdField.TryCreate(IdPlace.Body, path, schema) is { } field ? [field] : [];
    }
}
