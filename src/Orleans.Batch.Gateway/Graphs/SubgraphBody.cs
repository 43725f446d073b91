namespace Orleans.Batch.Gateway.Graphs;

/// <summary>The body that asks for a part of a graph.</summary>
internal static class SubgraphBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("SubgraphRequest", "The surroundings of some nodes of one graph.")
        .RawText("graph_id", Limits.IdLength, "A standalone graph.", static (ref s, v) => s.Target = s.Target with { GraphId = v })
        .RawText("user_id", Limits.IdLength, "A user's graph; one of the two.", static (ref s, v) => s.Target = s.Target with { UserId = v })
        .Uuids("seed_node_uuids", "The nodes to begin with, most important first: 1 to 20.", static (ref s, v) => s.Query = s.Query with { Seeds = v }).Required()
        .Whole("depth", 1, Limits.SubgraphDepth, "How many edges away. Default 1.", static (ref s, v) => s.Query = s.Query with { Depth = v ?? s.Query.Depth })
        .Word<EdgeDirection>("direction", "Which edges are followed. Default both.", static (ref s, v) => s.Query = s.Query with { Direction = v ?? s.Query.Direction })
        .Whole("max_nodes", 1, Limits.SubgraphNodes, "Nodes at most, seeds included. Default 100.", static (ref s, v) => s.Query = s.Query with { MaxNodes = v ?? s.Query.MaxNodes })
        .Whole("max_edges", 1, Limits.SubgraphEdges, "Edges at most. Default 200.", static (ref s, v) => s.Query = s.Query with { MaxEdges = v ?? s.Query.MaxEdges })
        .Filters("search_filters", "A filter of edges and of the nodes they lead to; not by metadata of episodes.", static (ref s, v) => s.Query = s.Query with { Filters = v });

    public static (GraphTarget Target, SubgraphQuery Query) Parse(ReadOnlySpan<byte> body)
    {
        var draft = Table.Parse(body, new Draft());
        return (draft.Target, draft.Query);
    }

    internal struct Draft()
    {
        public GraphTarget Target;
        public SubgraphQuery Query = new([]);
    }
}
