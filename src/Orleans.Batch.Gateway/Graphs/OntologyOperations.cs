using Microsoft.OpenApi;

namespace Orleans.Batch.Gateway;

/// <summary>Declared types, as they were written.</summary>
internal sealed record OntologyResponse(JsonText EntityTypes, JsonText EdgeTypes);

/// <summary>Types to declare; they replace those declared before.</summary>
/// <param name="EntityTypes">At most 10; kept as they are written.</param>
/// <param name="EdgeTypes">At most 10; kept as they are written.</param>
/// <param name="GraphIds">For these graphs.</param>
/// <param name="UserIds">For these users' graphs. With neither: for the project.</param>
internal sealed record OntologyRequest(
    IReadOnlyList<DeclaredType>? EntityTypes = null,
    IReadOnlyList<DeclaredType>? EdgeTypes = null,
    IReadOnlyList<string>? GraphIds = null,
    IReadOnlyList<string>? UserIds = null);

/// <summary>A type of entity or edge; other fields are kept, too.</summary>
internal sealed record DeclaredType(string Name, string? Description = null, IReadOnlyList<DeclaredProperty>? Properties = null);

/// <summary>A property of a type; at most 10 in one.</summary>
internal sealed record DeclaredProperty(string Name, string? Description = null, string? Type = null);

internal static class OntologyOperations
{
    private const string Tag = "Entity types";

    public static ApiOperation Set { get; } =
        new("setEntityTypes", Tag, "Declares types for a project, graphs or users. Deterministic extraction makes no use of them.", typeof(MessageResponse))
        {
            OutcomeAt = "/entity-types",
            Request = typeof(OntologyRequest),
            BodyOptional = true,
            Errors = [404],
        };

    public static ApiOperation Get { get; } =
        new("listEntityTypes", Tag, "What is declared for the project, or for one graph or user alone.", typeof(OntologyResponse))
        {
            Parameters =
            [
                new("graph_id", "A standalone graph.", JsonSchemaType.String),
                new("user_id", "A user's graph. With neither: the project.", JsonSchemaType.String),
            ],
            Errors = [404],
        };
}
