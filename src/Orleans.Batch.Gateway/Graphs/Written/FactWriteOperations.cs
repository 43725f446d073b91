namespace Orleans.Batch.Gateway.Graphs;

internal static class FactWriteOperations
{
    public static ApiOperation AddFact { get; } =
        new("addFactTriple", "Edges", "Writes a fact, with an episode that states it.", typeof(AddedFactResponse))
        {
            OutcomeAt = "/graph/episodes/graph/{graph_id}",
            Request = AddFactBody.Table,
            Status = 202,
            Parameters = [ApiParameter.IdempotencyKey],
            Errors = [404, 409, 422],
        };

    public static ApiOperation AddNodes { get; } =
        new("addNodes", "Nodes", "Writes nodes, each with an episode that names it: all of them or none.", typeof(AddedNodesResponse))
        {
            OutcomeAt = "/graph/episodes/graph/{graph_id}",
            Request = AddNodesBody.Table,
            Status = 202,
            Parameters = [ApiParameter.IdempotencyKey],
            Errors = [404, 409, 422],
        };

    public static ApiOperation UpdateEdge { get; } =
        new("updateEdge", "Edges", "Changes the fields that are given.", typeof(EdgeResponse))
        {
            OutcomeAt = "/graph/edge/{uuid}",
            Request = EdgeFieldsBody.Table,
            Errors = [404],
        };

    public static ApiOperation UpdateNode { get; } =
        new("updateNode", "Nodes", "Changes the fields that are given. Items that use a former name still mean this node.", typeof(NodeResponse))
        {
            OutcomeAt = "/graph/node/{uuid}",
            Request = NodeFieldsBody.Table,
            Errors = [404],
        };

    public static ApiOperation UpdateEpisode { get; } =
        new("updateEpisode", "Episodes", "Changes the metadata of an episode.", typeof(EpisodeResponse))
        {
            OutcomeAt = "/graph/episodes/{uuid}",
            Request = MetadataBody.Table,
            Errors = [404],
        };

    public static ApiOperation UpdateMessage { get; } =
        new("updateMessage", "Threads", "Changes the metadata of a message, which is also that of its episode.", typeof(ThreadMessageResponse))
        {
            OutcomeAt = "/graph/episodes/{uuid}",
            Request = MetadataBody.Table,
            Errors = [404],
        };
}
