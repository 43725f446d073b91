namespace Orleans.Batch;

/// <summary>What a list of nodes or edges is ordered by; those equal in it by identity.</summary>
public enum GraphListOrder
{
    /// <summary>Identity.</summary>
    Uuid,

    /// <summary>When the graph learned of it.</summary>
    CreatedAt,

    /// <summary>Of an edge, when it became true; of a node, the time it was first named at.</summary>
    ValidAt,

    /// <summary>How many edges touch the node; edges have none.</summary>
    Degree,
}

/// <summary>Which nodes or edges of a graph to list.</summary>
/// <param name="Limit">How many at most; 1 to 1,000.</param>
/// <param name="Cursor">The previous page's cursor; null for the first page.</param>
/// <param name="UuidCursor">The last one of the previous page, for callers that have no cursor.</param>
/// <param name="Order">What to order by.</param>
/// <param name="Descending">Largest first.</param>
/// <param name="Filters">Which are wanted; null for all.</param>
public sealed record GraphListQuery(
    int Limit = 100,
    string? Cursor = null,
    Guid? UuidCursor = null,
    GraphListOrder Order = GraphListOrder.Uuid,
    bool Descending = true,
    SearchFilters? Filters = null);

/// <summary>A page of nodes.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
public sealed record NodePage(IReadOnlyList<EntityNode> Nodes, string? NextCursor);

/// <summary>A page of edges.</summary>
/// <param name="Edges">The edges.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
public sealed record EdgePage(IReadOnlyList<EntityEdge> Edges, string? NextCursor);

/// <summary>What an episode says and names.</summary>
/// <param name="Nodes">The nodes it names.</param>
/// <param name="Edges">The edges it begins or repeats.</param>
/// <param name="Truncated">Whether there are more than are listed.</param>
public sealed record EpisodeMentions(IReadOnlyList<EntityNode> Nodes, IReadOnlyList<EntityEdge> Edges, bool Truncated);

/// <summary>All edges of a node, or as many as are listed.</summary>
/// <param name="Edges">The edges.</param>
/// <param name="Truncated">Whether there are more.</param>
public sealed record NodeEdges(IReadOnlyList<EntityEdge> Edges, bool Truncated);

/// <summary>The episodes that name a node, or as many as are listed.</summary>
/// <param name="Episodes">The episodes, the one that came last first.</param>
/// <param name="Truncated">Whether there are more.</param>
public sealed record NodeEpisodes(IReadOnlyList<Episode> Episodes, bool Truncated);
