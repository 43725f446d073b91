namespace Orleans.Batch;

/// <summary>A graph named by its own id or by its user's; exactly one of the two is set.</summary>
/// <param name="GraphId">A standalone graph.</param>
/// <param name="UserId">A user's graph.</param>
public readonly record struct GraphTarget(string? GraphId, string? UserId)
{
    /// <summary>A standalone graph.</summary>
    public static GraphTarget OfGraph(string graphId) => new(graphId, null);

    /// <summary>A user's graph.</summary>
    public static GraphTarget OfUser(string userId) => new(null, userId);
}

/// <summary>What a list of episodes is ordered by.</summary>
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
public sealed record EpisodeQuery(
    int Limit = 100,
    string? Cursor = null,
    EpisodeOrder Order = EpisodeOrder.Uuid,
    bool Descending = true,
    MetadataFilter? Filter = null)
{
    /// <summary>Only episodes that name one of these nodes, or that are among these themselves; empty for all.</summary>
    public IReadOnlyList<Guid> Mentioned { get; init; } = [];
}

/// <summary>A page of episodes.</summary>
/// <param name="Episodes">The episodes.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
public sealed record EpisodePage(IReadOnlyList<Episode> Episodes, string? NextCursor);
