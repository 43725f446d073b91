namespace Orleans.Batch;

/// <summary>A graph named by its id or by its user's; exactly one of the two is set.</summary>
/// <param name="GraphId">A standalone graph.</param>
/// <param name="UserId">A user's graph.</param>
[GenerateSerializer]
[Alias("orleans-batch.graph-target.v1")]
[Immutable]
public readonly record struct GraphTarget([property: Id(0)] string? GraphId, [property: Id(1)] string? UserId)
{
    /// <summary>A standalone graph.</summary>
    public static GraphTarget ForGraph(string graphId) => new(graphId, null);

    /// <summary>A user's graph.</summary>
    public static GraphTarget ForUser(string userId) => new(null, userId);
}

/// <summary>What a list of episodes is ordered by.</summary>
[GenerateSerializer]
[Alias("orleans-batch.episode-order.v1")]
public enum EpisodeOrder
{
    /// <summary>Identity.</summary>
    Uuid,

    /// <summary>Reference time.</summary>
    CreatedAt,
}

/// <summary>Which episodes of a graph to list.</summary>
/// <param name="Limit">How many at most; 1 to 100.</param>
/// <param name="Cursor">The previous page's <see cref="EpisodePage.NextCursor"/>; null for the first page.</param>
/// <param name="Order">What to order by.</param>
/// <param name="Descending">Largest first.</param>
/// <param name="Filter">A condition on the metadata; null for all.</param>
[GenerateSerializer]
[Alias("orleans-batch.episode-query.v1")]
[Immutable]
public sealed record EpisodeQuery(
    [property: Id(0)] int Limit = Limits.EpisodesPerPage,
    [property: Id(1)] string? Cursor = null,
    [property: Id(2)] EpisodeOrder Order = EpisodeOrder.Uuid,
    [property: Id(3)] bool Descending = true,
    [property: Id(4)] MetadataFilter? Filter = null)
{
    /// <summary>Only episodes that name one of these nodes, or that are among these themselves; empty for all.</summary>
    [Id(5)]
    public IReadOnlyList<Guid> Mentioned { get; init; } = [];

    /// <summary>Only chunks of this document; null for all.</summary>
    [Id(6)]
    public string? DocumentId { get; init; }
}

/// <summary>A page of episodes.</summary>
/// <param name="Episodes">The episodes.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
[GenerateSerializer]
[Alias("orleans-batch.episode-page.v1")]
[Immutable]
public sealed record EpisodePage([property: Id(0)] IReadOnlyList<Episode> Episodes, [property: Id(1)] string? NextCursor);
