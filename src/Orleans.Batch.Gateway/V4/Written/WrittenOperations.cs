using Orleans.Batch.Gateway.Graphs;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Written;

internal static class WrittenOperations
{
    public static ApiOperation AddNodes { get; } =
        new("graph.node.add", "Nodes", "Writes nodes, each with an episode that names it: all of them or none. The task has ended.", typeof(AddedNodesObject))
        {
            Status = 202,
            Request = NodesBody.Table,
        };

    public static ApiOperation AddEdges { get; } =
        new("graph.edge.add", "Edges", "Writes facts, each with an episode that states it: all of them or none. The task has ended.", typeof(AddedEdgesObject))
        {
            Status = 202,
            Request = EdgesBody.Table,
        };

    public static ApiOperation UpdateNode { get; } =
        new("graph.node.update", "Nodes", "Changes the fields that are given. Items that use a former name still mean this node.", typeof(NodeObject))
        {
            Request = NodeFieldsBody.Table,
        };

    public static ApiOperation UpdateEdge { get; } =
        new("graph.edge.update", "Edges", "Changes the fields that are given.", typeof(EdgeObject)) { Request = EdgeFieldsBody.Table };

    public static ApiOperation UpdateEpisode { get; } =
        new("graph.episode.update", "Episodes", "Changes the metadata of an episode.", typeof(EpisodeObject)) { Request = MetadataBody.Table };

    public static ApiOperation UpdateMessage { get; } =
        new("thread.message.update", "Threads", "Changes the metadata of a message, which is also that of its episode.", typeof(MessageObject))
        {
            Request = MetadataBody.Table,
        };
}
