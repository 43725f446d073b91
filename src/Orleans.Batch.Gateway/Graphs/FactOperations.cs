namespace Orleans.Batch.Gateway.Graphs;

internal static class NodeOperations
{
    private const string Tag = "Nodes";

    public static ApiOperation Get { get; } = new("getNode", Tag, "One node.", typeof(NodeResponse)) { Errors = [404] };

    public static ApiOperation Delete { get; } =
        new("deleteNode", Tag, "Deletes a node and the edges that touch it; episodes stay.", typeof(MessageResponse)) { OutcomeAt = "/graph/node/{uuid}", Errors = [404] };

    public static ApiOperation Edges { get; } =
        new("getNodeEdges", Tag, "The edges that touch a node, those learned last first; at most 1,000.", typeof(EdgeResponse[]))
        {
            Errors = [404],
            ResponseHeader = (PageHeaders.Truncated, "true when there are more."),
        };

    public static ApiOperation Episodes { get; } =
        new("getNodeEpisodes", Tag, "The episodes that name a node, the one that came last first; at most 100.", typeof(EpisodesResponse))
        {
            Errors = [404],
            ResponseHeader = (PageHeaders.Truncated, "true when there are more."),
        };

    public static ApiOperation Neighbors { get; } =
        new("listNeighbors", Tag, "Pages through the nodes one edge away, with the edges that lead there.", typeof(NeighborResponse[]))
        {
            Request = NeighborListBody.Table,
            BodyOptional = true,
            Errors = [404],
            ResponseHeader = (PageHeaders.NextCursor, "Where the next page begins; absent on the last."),
        };

    public static ApiOperation Aliases { get; } =
        new("listNodeAliases", Tag, "The names that mean a node apart from its own, as models said of items; at most 1,000. Not a call of Zep's.", typeof(AliasesResponse))
        {
            Errors = [404],
        };

    public static ApiOperation RemoveAlias { get; } =
        new(
            "removeNodeAlias",
            Tag,
            "Takes an alias back: the name means its own node again, and no model can say otherwise. Facts that came under it stay until their episodes are extracted again. Not a call of Zep's.",
            typeof(MessageResponse)) { OutcomeAt = "/graph/node/{uuid}/aliases", Errors = [404] };

    public static ApiOperation List(string owner, string what) =>
        new($"listNodesOf{EpisodeOperations.Capital(owner)}", Tag, $"Pages through the nodes of a {what}.", typeof(NodeResponse[]))
        {
            Request = GraphListBody.Table,
            BodyOptional = true,
            Errors = [404],
            ResponseHeader = (PageHeaders.NextCursor, "Where the next page begins; absent on the last."),
        };
}

internal static class EdgeOperations
{
    private const string Tag = "Edges";

    public static ApiOperation Get { get; } = new("getEdge", Tag, "One edge: a fact with its dates.", typeof(EdgeResponse)) { Errors = [404] };

    public static ApiOperation Delete { get; } =
        new("deleteEdge", Tag, "Deletes an edge for good; episodes and nodes stay.", typeof(MessageResponse)) { OutcomeAt = "/graph/edge/{uuid}", Errors = [404] };

    public static ApiOperation List(string owner, string what) =>
        new($"listEdgesOf{EpisodeOperations.Capital(owner)}", Tag, $"Pages through the edges of a {what}.", typeof(EdgeResponse[]))
        {
            Request = GraphListBody.Table,
            BodyOptional = true,
            Errors = [404],
            ResponseHeader = (PageHeaders.NextCursor, "Where the next page begins; absent on the last."),
        };
}
