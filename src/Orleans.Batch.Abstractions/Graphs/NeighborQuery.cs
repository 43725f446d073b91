namespace Orleans.Batch;

/// <summary>Which way an edge goes, seen from a node.</summary>
public enum EdgeDirection
{
    /// <summary>Either way.</summary>
    Both,

    /// <summary>The node is the edge's source.</summary>
    Out,

    /// <summary>The node is the edge's target.</summary>
    In,
}

/// <summary>Which neighbours of a node to list. Filters are of the edges; node labels are of the neighbours.</summary>
/// <param name="Limit">How many at most; 1 to 100.</param>
/// <param name="Cursor">The previous page's cursor; null for the first page.</param>
/// <param name="Direction">Which way the edges go.</param>
/// <param name="Order">What to order the neighbours by: identity or when the graph learned of them.</param>
/// <param name="Descending">Largest first.</param>
/// <param name="Filters">Which are wanted; null for all.</param>
public sealed record NeighborQuery(
    int Limit = 100,
    string? Cursor = null,
    EdgeDirection Direction = EdgeDirection.Both,
    GraphListOrder Order = GraphListOrder.Uuid,
    bool Descending = true,
    SearchFilters? Filters = null);

/// <summary>A node one edge away, and the edges that lead there.</summary>
/// <param name="Node">The neighbour.</param>
/// <param name="Edges">The edges between the two; at most 100.</param>
public sealed record NodeNeighbor(EntityNode Node, IReadOnlyList<EntityEdge> Edges);

/// <summary>A page of neighbours.</summary>
/// <param name="Neighbors">The neighbours.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
public sealed record NeighborPage(IReadOnlyList<NodeNeighbor> Neighbors, string? NextCursor);
