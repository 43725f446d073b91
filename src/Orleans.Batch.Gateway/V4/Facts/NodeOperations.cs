using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Facts;

internal static class NodeOperations
{
    private const string Tag = "Nodes";

    public static ApiOperation List { get; } = new("graph.node.list", Tag, "Lists the nodes of a graph.", typeof(Page<NodeObject>))
    {
        Request = FactListBody.Table,
        BodyOptional = true,
        Parameters = [PageParameters.Size(), PageParameters.Cursor, PageParameters.OrderBy(FactLists.OrderNames), PageParameters.Order],
        Errors = [404],
    };

    public static ApiOperation Get { get; } = new("graph.node.get", Tag, "One node.", typeof(NodeObject)) { Errors = [404] };

    public static ApiOperation Delete { get; } =
        new("graph.node.delete", Tag, "Deletes a node and the edges that touch it; episodes stay. A user's node itself stays, too.", typeof(TaskAnswer)) { Status = 202 };

    public static ApiOperation Neighbors { get; } =
        new("graph.node.listNeighbors", Tag, "The nodes one edge away, with the edges that lead there.", typeof(Page<NeighborObject>))
        {
            Request = FactListBody.Table,
            BodyOptional = true,
            Parameters = [PageParameters.Size(Limits.NeighborsPerPage), PageParameters.Cursor, PageParameters.OrderBy("uuid", "created_at"), PageParameters.Order],
            Errors = [404],
        };

    public static ApiOperation OfUser { get; } =
        new("user.getNode", Tag, "A user's node: it exists as long as the user.", typeof(NodeObject)) { Errors = [404] };
}
