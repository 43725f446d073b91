namespace Orleans.Batch;

/// <summary>A standalone context graph.</summary>
public sealed record Graph
{
    /// <summary>The caller's id.</summary>
    public required string GraphId { get; init; }

    /// <summary>Its identity.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>A display name.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>IANA time zone.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Identity of its project.</summary>
    public required Guid ProjectUuid { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>The fields of a graph that can be set. On update, a null leaves the field as it is.</summary>
public sealed record GraphFields
{
    /// <inheritdoc cref="Graph.Name"/>
    public string? Name { get; init; }

    /// <inheritdoc cref="Graph.Description"/>
    public string? Description { get; init; }

    /// <inheritdoc cref="Graph.TimeZone"/>
    public string? TimeZone { get; init; }
}

/// <summary>What a list of graphs is ordered by.</summary>
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
/// <param name="Search">Text that the id or the name must contain, whatever its case; null for all.</param>
/// <param name="Order">What to order by.</param>
/// <param name="Ascending">Smallest first.</param>
/// <param name="After">
/// Only ids behind this one, in their order, an empty text for all of them; then neither page number nor order count.
/// </param>
public sealed record GraphQuery(
    int PageNumber = 1,
    int PageSize = 50,
    string? Search = null,
    GraphOrder Order = GraphOrder.CreatedAt,
    bool Ascending = true,
    string? After = null);

/// <summary>A page of graphs.</summary>
/// <param name="Graphs">The graphs.</param>
/// <param name="TotalCount">How many match in all; null when the page was asked for by <see cref="GraphQuery.After"/>.</param>
public sealed record GraphPage(IReadOnlyList<Graph> Graphs, long? TotalCount);
