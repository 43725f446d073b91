namespace Orleans.Batch;

/// <summary>
/// A filter of edges and nodes, in lists and searches; every condition given must hold. Conditions that name edges do
/// not apply to nodes. Empty lists are no condition.
/// </summary>
[GenerateSerializer]
[Alias("orleans-batch.search-filters.v1")]
[Immutable]
public sealed record SearchFilters
{
    /// <summary>Nodes with one of these labels; edges that touch such a node.</summary>
    [Id(0)]
    public IReadOnlyList<string> NodeLabels { get; init; } = [];

    /// <summary>No nodes with one of these labels; no edges that touch such a node.</summary>
    [Id(1)]
    public IReadOnlyList<string> ExcludeNodeLabels { get; init; } = [];

    /// <summary>Edges of one of these names.</summary>
    [Id(2)]
    public IReadOnlyList<string> EdgeTypes { get; init; } = [];

    /// <summary>No edges of one of these names.</summary>
    [Id(3)]
    public IReadOnlyList<string> ExcludeEdgeTypes { get; init; } = [];

    /// <summary>These edges.</summary>
    [Id(4)]
    public IReadOnlyList<Guid> EdgeUuids { get; init; } = [];

    /// <summary>Edges that one of these episodes states, nodes that one of them names.</summary>
    [Id(5)]
    public IReadOnlyList<Guid> EpisodeUuids { get; init; } = [];

    /// <summary>Edges from or to one of these nodes.</summary>
    [Id(6)]
    public IReadOnlyList<Guid> ConnectedNodeUuids { get; init; } = [];

    /// <summary>Edges from one of these nodes.</summary>
    [Id(7)]
    public IReadOnlyList<Guid> SourceNodeUuids { get; init; } = [];

    /// <summary>Edges to one of these nodes.</summary>
    [Id(8)]
    public IReadOnlyList<Guid> TargetNodeUuids { get; init; } = [];

    /// <summary>
    /// Conditions on the attributes, all of which must hold: for a node its current values by their names in lower case, for
    /// an edge its value, as <c>value</c> and under the edge's name in lower case.
    /// </summary>
    [Id(9)]
    public IReadOnlyList<MetadataComparison> Properties { get; init; } = [];

    /// <summary>A condition on the metadata of an episode that states the edge or names the node.</summary>
    [Id(10)]
    public MetadataFilter? EpisodeMetadata { get; init; }

    /// <summary>Conditions on dates, all of which must hold.</summary>
    [Id(11)]
    public IReadOnlyList<DateCondition> Dates { get; init; } = [];

    /// <summary>Whether it has a condition that applies only to edges.</summary>
    public bool NamesEnds =>
        ConnectedNodeUuids.Count + SourceNodeUuids.Count + TargetNodeUuids.Count > 0;
}

/// <summary>What dates of an edge or node must be: at least one of the alternatives, with all its parts.</summary>
/// <param name="Alternatives">Outer list: or. Inner lists: and.</param>
[GenerateSerializer]
[Alias("orleans-batch.date-condition.v1")]
[Immutable]
public sealed record DateCondition([property: Id(0)] IReadOnlyList<IReadOnlyList<DateComparison>> Alternatives);

/// <summary>One comparison of a date.</summary>
/// <param name="Operator">How to compare; <see cref="MetadataOperator.Contains"/> is none for dates.</param>
/// <param name="Date">The operand; null for the operators that need none.</param>
[GenerateSerializer]
[Alias("orleans-batch.date-comparison.v1")]
[Immutable]
public sealed record DateComparison([property: Id(0)] MetadataOperator Operator, [property: Id(1)] DateTimeOffset? Date)
{
    /// <summary>Which date.</summary>
    [Id(2)]
    public DateField Field { get; init; }
}

/// <summary>A date of an edge. A node has the first two: when it was learned of, and the time at which it was first named.</summary>
[GenerateSerializer]
[Alias("orleans-batch.date-field.v1")]
public enum DateField
{
    /// <summary>When the graph learned of it.</summary>
    CreatedAt,

    /// <summary>When it became true.</summary>
    ValidAt,

    /// <summary>When it stopped being true.</summary>
    InvalidAt,

    /// <summary>When the graph learned that it stopped.</summary>
    ExpiredAt,
}
