using Microsoft.OpenApi;

namespace Orleans.Batch.Gateway.Graphs;

internal static class OntologyOperations
{
    private const string Tag = "Entity types";

    public static ApiOperation Set { get; } =
        new("setEntityTypes", Tag, "Declares types for a project, graphs or users. They apply to what is ingested later.", typeof(MessageResponse))
        {
            OutcomeAt = "/entity-types",
            Request = OntologyBody.Table,
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
