namespace Orleans.Batch;

/// <summary>What a list of nodes or edges is ordered by; ties are ordered by identity.</summary>
[GenerateSerializer]
[Alias("orleans-batch.graph-list-order.v1")]
public enum GraphListOrder
{
    /// <summary>Identity.</summary>
    Uuid,

    /// <summary>When the graph learned of it.</summary>
    CreatedAt,

    /// <summary>Of an edge, when it became true; of a node, the time at which it was first named.</summary>
    ValidAt,

    /// <summary>How many edges touch the node; not for edges.</summary>
    Degree,
}

/// <summary>Which nodes or edges of a graph to list.</summary>
/// <param name="Limit">How many at most; 1 to 1,000.</param>
/// <param name="Cursor">The previous page's cursor; null for the first page.</param>
/// <param name="UuidCursor">The last one of the previous page, for callers that have no cursor.</param>
/// <param name="Order">What to order by.</param>
/// <param name="Descending">Largest first.</param>
/// <param name="Filters">A filter; null for all.</param>
[GenerateSerializer]
[Alias("orleans-batch.graph-list-query.v1")]
[Immutable]
public sealed record GraphListQuery(
    [property: Id(0)] int Limit = 100,
    [property: Id(1)] string? Cursor = null,
    [property: Id(2)] Guid? UuidCursor = null,
    [property: Id(3)] GraphListOrder Order = GraphListOrder.Uuid,
    [property: Id(4)] bool Descending = true,
    [property: Id(5)] SearchFilters? Filters = null);

/// <summary>A page of nodes.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
[GenerateSerializer]
[Alias("orleans-batch.node-page.v1")]
[Immutable]
public sealed record NodePage([property: Id(0)] IReadOnlyList<EntityNode> Nodes, [property: Id(1)] string? NextCursor);

/// <summary>A page of edges.</summary>
/// <param name="Edges">The edges.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
[GenerateSerializer]
[Alias("orleans-batch.edge-page.v1")]
[Immutable]
public sealed record EdgePage([property: Id(0)] IReadOnlyList<EntityEdge> Edges, [property: Id(1)] string? NextCursor);

/// <summary>The facts of an episode and the nodes it names.</summary>
/// <param name="Nodes">The nodes it names.</param>
/// <param name="Edges">The edges it begins or repeats.</param>
/// <param name="Truncated">Whether there are more than are listed.</param>
[GenerateSerializer]
[Alias("orleans-batch.episode-mentions.v1")]
[Immutable]
public sealed record EpisodeMentions(
    [property: Id(0)] IReadOnlyList<EntityNode> Nodes,
    [property: Id(1)] IReadOnlyList<EntityEdge> Edges,
    [property: Id(2)] bool Truncated);

/// <summary>All edges of a node, or as many as are listed.</summary>
/// <param name="Edges">The edges.</param>
/// <param name="Truncated">Whether there are more.</param>
[GenerateSerializer]
[Alias("orleans-batch.node-edges.v1")]
[Immutable]
public sealed record NodeEdges([property: Id(0)] IReadOnlyList<EntityEdge> Edges, [property: Id(1)] bool Truncated);

/// <summary>The episodes that name a node, or as many as are listed.</summary>
/// <param name="Episodes">The episodes, the one that came last first.</param>
/// <param name="Truncated">Whether there are more.</param>
[GenerateSerializer]
[Alias("orleans-batch.node-episodes.v1")]
[Immutable]
public sealed record NodeEpisodes([property: Id(0)] IReadOnlyList<Episode> Episodes, [property: Id(1)] bool Truncated);
