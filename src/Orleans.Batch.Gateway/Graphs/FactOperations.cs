namespace Orleans.Batch.Gateway;

/// <summary>Which nodes or edges to list.</summary>
/// <param name="Limit">How many at most; above 1,000 it counts as 1,000. Default 100.</param>
/// <param name="Cursor">The header Zep-Next-Cursor of the previous page.</param>
/// <param name="UuidCursor">Instead of a cursor: the uuid of the last entry of the previous page. Deprecated.</param>
/// <param name="OrderBy">Default uuid. Only nodes have a degree.</param>
/// <param name="Direction">asc or desc. Default desc.</param>
/// <param name="Filters">A filter; every condition must hold.</param>
internal sealed record GraphListRequest(
    int? Limit = null,
    string? Cursor = null,
    Guid? UuidCursor = null,
    GraphListOrder? OrderBy = null,
    string? Direction = null,
    SearchFiltersRequest? Filters = null);

/// <summary>Which neighbors to list.</summary>
/// <param name="Limit">How many at most; above 50 it counts as 50; 100 when left out.</param>
/// <param name="Cursor">The header Zep-Next-Cursor of the previous page.</param>
/// <param name="Direction">The direction of the edges, seen from the node. Default both.</param>
/// <param name="DirectionSort">asc or desc. Default desc.</param>
/// <param name="OrderBy">uuid or created_at. Default uuid.</param>
/// <param name="Filters">Conditions on the edges; node labels are those of the neighbors.</param>
internal sealed record NeighborListRequest(
    int? Limit = null,
    string? Cursor = null,
    EdgeDirection? Direction = null,
    string? DirectionSort = null,
    GraphListOrder? OrderBy = null,
    SearchFiltersRequest? Filters = null);

/// <summary>A filter of edges and nodes. Conditions that name edges do not apply to nodes.</summary>
/// <param name="NodeLabels">Nodes with one of these labels; edges that touch such a node.</param>
/// <param name="ExcludeNodeLabels">No node with one of these labels; no edge that touches one.</param>
/// <param name="EdgeTypes">Edges of one of these names.</param>
/// <param name="ExcludeEdgeTypes">No edges of these names.</param>
/// <param name="EdgeUuids">These edges; at most 256.</param>
/// <param name="EpisodeUuids">Edges that one of these episodes states, nodes that one names; at most 256.</param>
/// <param name="ConnectedNodeUuids">Edges from or to one of these nodes; at most 256.</param>
/// <param name="SourceNodeUuids">Edges from one of these nodes; at most 256.</param>
/// <param name="TargetNodeUuids">Edges to one of these nodes; at most 256.</param>
/// <param name="PropertyFilters">Conditions on attributes, all of which must hold.</param>
/// <param name="EpisodeMetadataFilters">A condition on the metadata of an episode that states the edge or names the node.</param>
/// <param name="CreatedAt">When the graph learned of it. Outer list: or; inner lists: and.</param>
/// <param name="ValidAt">When it became true; of a node, the time at which it was first named.</param>
/// <param name="InvalidAt">When it stopped being true.</param>
/// <param name="ExpiredAt">When the graph learned that it stopped.</param>
internal sealed record SearchFiltersRequest(
    IReadOnlyList<string>? NodeLabels = null,
    IReadOnlyList<string>? ExcludeNodeLabels = null,
    IReadOnlyList<string>? EdgeTypes = null,
    IReadOnlyList<string>? ExcludeEdgeTypes = null,
    IReadOnlyList<Guid>? EdgeUuids = null,
    IReadOnlyList<Guid>? EpisodeUuids = null,
    IReadOnlyList<Guid>? ConnectedNodeUuids = null,
    IReadOnlyList<Guid>? SourceNodeUuids = null,
    IReadOnlyList<Guid>? TargetNodeUuids = null,
    IReadOnlyList<MetadataCondition>? PropertyFilters = null,
    MetadataGroup? EpisodeMetadataFilters = null,
    IReadOnlyList<IReadOnlyList<DateFilterRequest>>? CreatedAt = null,
    IReadOnlyList<IReadOnlyList<DateFilterRequest>>? ValidAt = null,
    IReadOnlyList<IReadOnlyList<DateFilterRequest>>? InvalidAt = null,
    IReadOnlyList<IReadOnlyList<DateFilterRequest>>? ExpiredAt = null);

/// <summary>One comparison of a date.</summary>
/// <param name="ComparisonOperator">One of =, &lt;&gt;, &gt;, &lt;, &gt;=, &lt;=, IS NULL, is_null, IS NOT NULL.</param>
/// <param name="Date">The operand; not for IS NULL and IS NOT NULL.</param>
internal sealed record DateFilterRequest(string ComparisonOperator, DateTimeOffset? Date = null);

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
            ResponseHeader = (NodeEndpoints.Truncated, "true when there are more."),
        };

    public static ApiOperation Episodes { get; } =
        new("getNodeEpisodes", Tag, "The episodes that name a node, the one that came last first; at most 100.", typeof(EpisodesResponse))
        {
            Errors = [404],
            ResponseHeader = (NodeEndpoints.Truncated, "true when there are more."),
        };

    public static ApiOperation Neighbors { get; } =
        new("listNeighbors", Tag, "Pages through the nodes one edge away, with the edges that lead there.", typeof(NeighborResponse[]))
        {
            Request = typeof(NeighborListRequest),
            BodyOptional = true,
            Errors = [404],
            ResponseHeader = (EpisodeEndpoints.NextCursor, "Where the next page begins; absent on the last."),
        };

    public static ApiOperation List(string owner, string what) =>
        new($"listNodesOf{EpisodeOperations.Capital(owner)}", Tag, $"Pages through the nodes of a {what}.", typeof(NodeResponse[]))
        {
            Request = typeof(GraphListRequest),
            BodyOptional = true,
            Errors = [404],
            ResponseHeader = (EpisodeEndpoints.NextCursor, "Where the next page begins; absent on the last."),
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
            Request = typeof(GraphListRequest),
            BodyOptional = true,
            Errors = [404],
            ResponseHeader = (EpisodeEndpoints.NextCursor, "Where the next page begins; absent on the last."),
        };
}
