using Microsoft.OpenApi;
using Orleans.Batch.Formats.Bodies;

namespace Orleans.Batch.Gateway.Graphs;

internal static class GraphOperations
{
    private const string Tag = "Graphs";

    public static ApiOperation Create { get; } = new("createGraph", Tag, "Creates a standalone graph.", typeof(GraphResponse))
    {
        OutcomeAt = "/graph/{graph_id}",
        Request = GraphBody.Table,
        Status = 201,
    };

    public static ApiOperation Get { get; } = new("getGraph", Tag, "One standalone graph.", typeof(GraphResponse)) { Errors = [404] };

    public static ApiOperation Update { get; } =
        new("updateGraph", Tag, "Changes the fields that are given.", typeof(GraphResponse)) { OutcomeAt = "/graph/{graph_id}", Request = GraphBody.Changes, Errors = [404] };

    public static ApiOperation Delete { get; } =
        new("deleteGraph", Tag, "Deletes a standalone graph.", typeof(MessageResponse)) { OutcomeAt = "/graph/{graph_id}", Errors = [404] };

    public static ApiOperation List { get; } = new("listGraphs", Tag, "Lists standalone graphs.", typeof(GraphsResponse))
    {
        Parameters =
        [
            new("pageNumber", "From 1. Default 1."),
            new("pageSize", "From 1. Default 50; above 100 it counts as 100."),
            new("search", "Text that the id or the name must contain, at most 200 characters.", JsonSchemaType.String),
            new("order_by", "What to order by. Default created_at.", JsonSchemaType.String, Values: EnumNames<GraphOrder>.List),
            new("asc", "Smallest first. Default true.", JsonSchemaType.Boolean),
            ApiParameter.After,
        ],
    };
}
