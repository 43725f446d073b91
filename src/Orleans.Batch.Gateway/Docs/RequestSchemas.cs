using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Orleans.Batch.Gateway.Docs;

/// <summary>Writes the schemas of bodies into the OpenAPI document.</summary>
internal sealed class RequestSchemas(OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
{
    private readonly OpenApiDocument _document = context.Document!;

    /// <summary>A reference to a body's schema, which is added where it is missing.</summary>
    public async Task<OpenApiSchemaReference> ReferenceAsync(BodySchema body)
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = body.Description,
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal),
            Required = new HashSet<string>(StringComparer.Ordinal),
        };

        // Added before its fields: a group of conditions holds groups.
        if (_document.AddComponent(body.Name, schema))
        {
            foreach (var field in body.Fields.Where(static f => !f.IsHidden))
            {
                schema.Properties.Add(field.Name, await DescribeAsync(field));
                if (field.IsRequired)
                {
                    schema.Required.Add(field.Name);
                }
            }
        }

        return new OpenApiSchemaReference(body.Name, _document);
    }

    private async Task<IOpenApiSchema> DescribeAsync(FieldSchema field)
    {
        var schema = await ValueAsync(field.Value);
        schema.Description = field.Description;
        if (schema is not OpenApiSchema value)
        {
            return field.IsRequired ? schema : new OpenApiSchema { OneOf = [new OpenApiSchema { Type = JsonSchemaType.Null }, schema] };
        }

        value.Deprecated = field.IsDeprecated;
        value.Type = field.IsRequired ? value.Type : value.Type | JsonSchemaType.Null;
        return value;
    }

    private async Task<IOpenApiSchema> ValueAsync(ValueSchema value) =>
        value.Object is { } body ? await ReferenceAsync(body)
        : value.Enum is { } type ? await EnumAsync(type)
        : new OpenApiSchema
        {
            Type = value.Type,
            Format = value.Format,
            MaxLength = value.MaxLength,
            Minimum = value.Minimum?.ToString(CultureInfo.InvariantCulture),
            Maximum = value.Maximum?.ToString(CultureInfo.InvariantCulture),
            MinItems = value.MinItems,
            MaxItems = value.MaxItems,
            Items = value.Items is { } items ? await ValueAsync(items) : null,
            Enum = value.Values?.Select(static v => (JsonNode)JsonValue.Create(v)).ToList(),
        };

    // The framework describes an enum, as it does for those in responses.
    private async Task<OpenApiSchemaReference> EnumAsync(Type type)
    {
        _document.AddComponent(type.Name, await context.GetOrCreateSchemaAsync(type, null, cancellationToken));
        return new OpenApiSchemaReference(type.Name, _document);
    }
}
