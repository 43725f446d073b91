using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Graphs;

internal static class GraphOperations
{
    private const string Tag = "Graphs";

    public static ApiOperation Create { get; } =
        new("graph.create", Tag, "Creates a standard graph.", typeof(GraphObject)) { Status = 201, Request = GraphBody.Table, BodyOptional = true };

    public static ApiOperation List { get; } = new("graph.list", Tag, "Lists standard graphs.", typeof(Page<GraphObject>))
    {
        Request = PageBody.Table,
        BodyOptional = true,
        Parameters =
        [
            PageParameters.Size(),
            PageParameters.Cursor,
            PageParameters.OrderBy("created_at", "updated_at", "name", "uuid"),
            PageParameters.Order,
        ],
    };

    public static ApiOperation Get { get; } =
        new("graph.get", Tag, "One graph, by its UUID or by that of its user.", typeof(GraphObject)) { Errors = [404] };

    public static ApiOperation Update { get; } =
        new("graph.update", Tag, "Changes the fields of a standard graph that are given.", typeof(GraphObject)) { Request = GraphBody.Changes };

    public static ApiOperation Delete { get; } =
        new("graph.delete", Tag, "Deletes a standard graph: hidden at once, removed by the task.", typeof(TaskAnswer)) { Status = 202 };
}
