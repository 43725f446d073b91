namespace Orleans.Batch;

/// <summary>The direction of an edge, seen from a node.</summary>
[GenerateSerializer]
[Alias("orleans-batch.edge-direction.v1")]
public enum EdgeDirection
{
    /// <summary>Either direction.</summary>
    Both,

    /// <summary>The node is the edge's source.</summary>
    Out,

    /// <summary>The node is the edge's target.</summary>
    In,
}

/// <summary>Which neighbors of a node to list. Filters apply to the edges; node labels apply to the neighbors.</summary>
/// <param name="Limit">How many at most; 1 to 50.</param>
/// <param name="Cursor">The previous page's cursor; null for the first page.</param>
/// <param name="Direction">The direction of the edges.</param>
/// <param name="Order">What to order the neighbors by: identity or when the graph learned of them.</param>
/// <param name="Descending">Largest first.</param>
/// <param name="Filters">A filter; null for all.</param>
[GenerateSerializer]
[Alias("orleans-batch.neighbor-query.v1")]
[Immutable]
public sealed record NeighborQuery(
    [property: Id(0)] int Limit = Limits.NeighborsPerPage,
    [property: Id(1)] string? Cursor = null,
    [property: Id(2)] EdgeDirection Direction = EdgeDirection.Both,
    [property: Id(3)] GraphListOrder Order = GraphListOrder.Uuid,
    [property: Id(4)] bool Descending = true,
    [property: Id(5)] SearchFilters? Filters = null);

/// <summary>A node one edge away, and the edges that lead there.</summary>
/// <param name="Node">The neighbor.</param>
/// <param name="Edges">The edges between the two; at most 100.</param>
[GenerateSerializer]
[Alias("orleans-batch.node-neighbor.v1")]
[Immutable]
public sealed record NodeNeighbor([property: Id(0)] EntityNode Node, [property: Id(1)] IReadOnlyList<EntityEdge> Edges);

/// <summary>A page of neighbors.</summary>
/// <param name="Neighbors">The neighbors.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
[GenerateSerializer]
[Alias("orleans-batch.neighbor-page.v1")]
[Immutable]
public sealed record NeighborPage(
    [property: Id(0)] IReadOnlyList<NodeNeighbor> Neighbors,
    [property: Id(1)] string? NextCursor);
