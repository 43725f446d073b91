namespace Orleans.Batch;

/// <summary>Which surroundings of some nodes to read.</summary>
/// <param name="Seeds">The nodes to begin with, most important first; 1 to 20. Those that the graph does not have are ignored.</param>
[GenerateSerializer]
[Alias("orleans-batch.subgraph-query.v1")]
[Immutable]
public sealed record SubgraphQuery([property: Id(0)] IReadOnlyList<Guid> Seeds)
{
    /// <summary>How many edges away a node may be; 1 to 3.</summary>
    [Id(1)]
    public int Depth { get; init; } = 1;

    /// <summary>The direction of edges that are followed, seen from the node reached.</summary>
    [Id(2)]
    public EdgeDirection Direction { get; init; }

    /// <summary>How many nodes at most, seeds included; 1 to 500.</summary>
    [Id(3)]
    public int MaxNodes { get; init; } = 100;

    /// <summary>How many edges at most; 1 to 1,000.</summary>
    [Id(4)]
    public int MaxEdges { get; init; } = 200;

    /// <summary>A filter of edges and of the nodes they lead to; null for all.</summary>
    [Id(5)]
    public SearchFilters? Filters { get; init; }
}

/// <summary>A part of a graph; both ends of every edge are among the nodes.</summary>
/// <param name="Nodes">The seeds, then the others in the order reached.</param>
/// <param name="Edges">The edges followed.</param>
/// <param name="TruncatedBy">The limit that ended the reading, <c>max_nodes</c> or <c>max_edges</c>; null for none.</param>
[GenerateSerializer]
[Alias("orleans-batch.subgraph.v1")]
[Immutable]
public sealed record Subgraph(
    [property: Id(0)] IReadOnlyList<EntityNode> Nodes, [property: Id(1)] IReadOnlyList<EntityEdge> Edges, [property: Id(2)] string? TruncatedBy);
