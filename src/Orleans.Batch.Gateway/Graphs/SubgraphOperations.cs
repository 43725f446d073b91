namespace Orleans.Batch.Gateway.Graphs;

internal static class SubgraphOperations
{
    private const string Tag = "Graphs";

    public static ApiOperation Get { get; } =
        new("getSubgraph", Tag, "The surroundings of some nodes, up to three edges away.", typeof(SubgraphResponse))
        {
            Request = SubgraphBody.Table,
            Errors = [404],
        };

    public static ApiOperation Clone { get; } =
        new("cloneGraph", Tag, "Copies a graph into a new one, without threads. The copy is complete when the call returns; at most 100,000 episodes.", typeof(CloneResponse))
        {
            OutcomeAt = "/graph/{graph_id}",
            Request = CloneBody.Table,
            Status = 202,
            Errors = [404, 409],
        };

    public static ApiOperation Warm(string owner, string what) =>
        new($"warm{owner}", Tag, $"Says whether a {what} exists; there is nothing to warm up here.", typeof(MessageResponse)) { Errors = [404] };
}
