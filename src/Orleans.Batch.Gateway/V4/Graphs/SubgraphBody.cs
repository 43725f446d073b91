using Orleans.Batch.Gateway.Graphs;
using Orleans.Batch.Gateway.V4.Facts;

namespace Orleans.Batch.Gateway.V4.Graphs;

/// <summary>The body that asks for a part of a graph.</summary>
internal static class SubgraphBody
{
    public static BodyTable<SubgraphQuery> Table { get; } = new BodyTable<SubgraphQuery>("SubgraphRequest", "The surroundings of some nodes.")
        .Uuids("seed_node_uuids", "The nodes to begin with, most important first: 1 to 20.", static (ref s, v) => s = s with { Seeds = v }).Required()
        .Whole("depth", 1, Limits.SubgraphDepth, "How many edges away. Default 1.", static (ref s, v) => s = s with { Depth = v ?? s.Depth })
        .Word<EdgeDirection>("direction", "Which edges are followed. Default both.", static (ref s, v) => s = s with { Direction = v ?? s.Direction })
        .Whole("max_nodes", 1, Limits.SubgraphNodes, "Nodes at most, seeds included. Default 100.", static (ref s, v) => s = s with { MaxNodes = v ?? s.MaxNodes })
        .Whole("max_edges", 1, Limits.SubgraphEdges, "Edges at most. Default 200.", static (ref s, v) => s = s with { MaxEdges = v ?? s.MaxEdges })
        .Filters(static (ref s, v) => s = s with { Filters = v });
}
