using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Orleans.Batch.Gateway.Docs;

/// <summary>Completes the OpenAPI document: the framework cannot see bodies, which tables read.</summary>
internal static class ApiDocument
{
    /// <summary>The name that the third version's is registered under; the framework's default.</summary>
    public const string Name = "v1";

    /// <summary>The name that the fourth version's is registered under.</summary>
    public const string NameV4 = "v4";

    private const string Json = "application/json";
    private const string Security = "Api-Key";

    /// <summary>Describes the calls of one version.</summary>
    /// <param name="options">The options of its document.</param>
    /// <param name="prefix">The beginning of its paths.</param>
    public static void Configure(OpenApiOptions options, string prefix)
    {
        options.ShouldInclude = call =>
            call.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().Any()
            && call.RelativePath!.StartsWith(prefix[1..] + "/", StringComparison.Ordinal);
        options.CreateSchemaReferenceId = NameOf;
        options.AddDocumentTransformer((document, _, _) => DescribeDocument(document, prefix));
        options.AddOperationTransformer(DescribeOperation);
        options.AddSchemaTransformer(DescribeSchema);
    }

    private static string? NameOf(JsonTypeInfo type)
    {
        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return type.Type == typeof(JsonText) || type.Type == typeof(JsonText?) ? null
            : type.Type == typeof(ErrorBody) ? "Error"
            : type.Type == typeof(MessageResponse) ? "Success"
            : type.Type == typeof(ThreadMessageResponse) ? "Message"
            : type.Type == typeof(SearchTiming) ? "SearchResponse"
            : type.Type == typeof(MemoryThread) ? "Thread"
            : name is not null && name.EndsWith("Response", StringComparison.Ordinal) ? name[..^"Response".Length]
            : name is not null && name.EndsWith("Object", StringComparison.Ordinal) ? name[..^"Object".Length]
            : name;
    }

    private static Task DescribeDocument(OpenApiDocument document, string prefix)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Orleans.Batch",
            Version = prefix[(prefix.LastIndexOf('/') + 1)..],
            Description = "A self-hosted server for Zep's Batch API. Every answer is JSON and carries x-request-id.",
        };
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Security] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "Authorization",
                Description = "The header Authorization: Api-Key <key>",
            },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Security, document)] = [] }];
        document.Servers = [];
        return Task.CompletedTask;
    }

    private static async Task DescribeOperation(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var call = context.Description.ActionDescriptor.EndpointMetadata.OfType<ApiOperation>().First();
        operation.Parameters = [.. PathParameters(context), .. call.Parameters.Select(ParameterOf)];
        if (call.Request is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = !call.BodyOptional,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [Json] = new() { Schema = await new RequestSchemas(context, cancellationToken).ReferenceAsync(body) },
                },
            };
        }

        Also(operation.RequestBody?.Content, call.AlsoTakes);
        Also(operation.Responses?.GetValueOrDefault("200")?.Content, call.AlsoAnswers);

        if (call.OutcomeAt is { } outcome && operation.Responses?["424"] is OpenApiResponse unknown)
        {
            unknown.Description = $"It may have been done or not; GET {outcome} shows which. Not given to a call with an Idempotency-Key.";
        }

        if (call.ResponseHeader is var (name, description) && operation.Responses?["200"] is OpenApiResponse ok)
        {
            ok.Headers = new Dictionary<string, IOpenApiHeader>
            {
                [name] = new OpenApiHeader { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
            };
        }
    }

    private static void Also(IDictionary<string, OpenApiMediaType>? content, (string MediaType, string Description)? form)
    {
        if (form is var (type, description))
        {
            content![type] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = description },
            };
        }
    }

    private static IEnumerable<IOpenApiParameter> PathParameters(OpenApiOperationTransformerContext context) =>
        context.Description.RelativePath!.Split('/').Where(static s => s.StartsWith('{')).Select(static s => s.Trim('{', '}')).Select(name =>
        {
            var ours = name.EndsWith("_uuid", StringComparison.Ordinal) || name is "batch_id" or "item_id" or "uuid" or "endpoint_id" or "message_id" or "task_id";
            return new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Path,
                Required = true,
                Description = ours ? "A UUID made by the service." : "Chosen by the caller; percent-encode it, slashes too.",
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Format = ours ? "uuid" : null,
                    MaxLength = ours ? null : Limits.IdLength,
                },
            };
        });

    private static OpenApiParameter ParameterOf(ApiParameter parameter) => new()
    {
        Name = parameter.Name,
        In = parameter.In,
        Description = parameter.Description,
        Schema = new OpenApiSchema
        {
            Type = parameter.Type,
            Enum = parameter.Values?.Select(static v => (JsonNode)JsonValue.Create(v)!).ToList(),
        },
    };

    // The framework describes types with custom converters as "anything", and whole numbers also as texts.
    private static Task DescribeSchema(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(DateTimeOffset))
        {
            schema.Type = JsonSchemaType.String;
            schema.Format = "date-time";
        }
        else if (type == typeof(JsonText))
        {
            schema.Type = JsonSchemaType.Object;
            schema.AdditionalPropertiesAllowed = true;
        }
        else if (type == typeof(int) || type == typeof(long))
        {
            schema.Type = JsonSchemaType.Integer;
            schema.Pattern = null;
        }
        else if (type == typeof(double))
        {
            schema.Type = JsonSchemaType.Number;
            schema.Pattern = null;
        }

        // A null is left out of responses, so a nullable property is never required.
        foreach (var property in context.JsonTypeInfo.Properties.Where(static p => p.IsGetNullable))
        {
            schema.Required?.Remove(property.Name);
        }

        return Task.CompletedTask;
    }
}
