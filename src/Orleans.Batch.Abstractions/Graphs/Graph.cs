namespace Orleans.Batch;

/// <summary>A standalone context graph.</summary>
[GenerateSerializer]
[Alias("orleans-batch.graph.v1")]
[Immutable]
public sealed record Graph
{
    /// <summary>The caller's id.</summary>
    [Id(0)]
    public required string GraphId { get; init; }

    /// <summary>Its identity.</summary>
    [Id(1)]
    public required Guid Uuid { get; init; }

    /// <summary>A display name.</summary>
    [Id(2)]
    public string? Name { get; init; }

    /// <summary>A description.</summary>
    [Id(3)]
    public string? Description { get; init; }

    /// <summary>IANA time zone.</summary>
    [Id(4)]
    public string? TimeZone { get; init; }

    /// <summary>Identity of its project.</summary>
    [Id(5)]
    public required Guid ProjectUuid { get; init; }

    /// <summary>When it was created.</summary>
    [Id(6)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    [Id(7)]
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>The fields of a graph that can be set. On update, a null leaves the field as it is.</summary>
[GenerateSerializer]
[Alias("orleans-batch.graph-fields.v1")]
[Immutable]
public sealed record GraphFields
{
    /// <inheritdoc cref="Graph.Name"/>
    [Id(0)]
    public string? Name { get; init; }

    /// <inheritdoc cref="Graph.Description"/>
    [Id(1)]
    public string? Description { get; init; }

    /// <inheritdoc cref="Graph.TimeZone"/>
    [Id(2)]
    public string? TimeZone { get; init; }
}

/// <summary>What a list of graphs is ordered by.</summary>
[GenerateSerializer]
[Alias("orleans-batch.graph-order.v1")]
public enum GraphOrder
{
    /// <summary>Time of creation.</summary>
    CreatedAt,

    /// <summary>The caller's id.</summary>
    GraphId,

    /// <summary>The display name.</summary>
    Name,
}

/// <summary>Which graphs to list.</summary>
/// <param name="PageNumber">From 1.</param>
/// <param name="PageSize">1 to 100.</param>
/// <param name="Search">Text that the id, the name or the description must contain, in any case; null for all.</param>
/// <param name="Order">What to order by.</param>
/// <param name="Ascending">Smallest first.</param>
/// <param name="After">
/// Only ids after this one, in their order; an empty text for all of them. Page number and order then have no effect.
/// </param>
[GenerateSerializer]
[Alias("orleans-batch.graph-query.v1")]
[Immutable]
public sealed record GraphQuery(
    [property: Id(0)] int PageNumber = 1,
    [property: Id(1)] int PageSize = Limits.DefaultPerPage,
    [property: Id(2)] string? Search = null,
    [property: Id(3)] GraphOrder Order = GraphOrder.CreatedAt,
    [property: Id(4)] bool Ascending = true,
    [property: Id(5)] string? After = null);

/// <summary>A page of graphs.</summary>
/// <param name="Graphs">The graphs.</param>
/// <param name="TotalCount">How many match in all; null when the page was requested by <see cref="GraphQuery.After"/>.</param>
[GenerateSerializer]
[Alias("orleans-batch.graph-page.v1")]
[Immutable]
public sealed record GraphPage([property: Id(0)] IReadOnlyList<Graph> Graphs, [property: Id(1)] long? TotalCount);
