namespace Orleans.Batch;

/// <summary>Which graphs to list, by their ids.</summary>
/// <param name="Users">Users' graphs; otherwise standalone ones.</param>
/// <param name="Limit">How many at most; 1 to 100.</param>
/// <param name="After">The previous page's <see cref="GraphListing.NextAfter"/>; null for the first page.</param>
/// <param name="Search">
/// Text that the id or the name must contain, for a user also the e-mail address, in any case; null for all.
/// </param>
public sealed record GraphListingQuery(bool Users, int Limit = Limits.DefaultPerPage, string? After = null, string? Search = null);

/// <summary>A page of graphs by their ids.</summary>
/// <param name="Graphs">The graphs.</param>
/// <param name="NextAfter">Where the next page begins; null on the last.</param>
/// <param name="Complete">
/// False when the page ends because <see cref="MaxScanned"/> graphs were scanned: continuing from
/// <paramref name="NextAfter"/> may find more.
/// </param>
public sealed record GraphListing(IReadOnlyList<ListedGraph> Graphs, string? NextAfter, bool Complete)
{
    /// <summary>How many graphs are scanned for a page of a search.</summary>
    public const int MaxScanned = 20_000;
}

/// <summary>A graph in a list.</summary>
/// <param name="Target">Its owner or id.</param>
/// <param name="Name">The graph's name, or the user's first and last name; null without any.</param>
/// <param name="Email">The user's address.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Episodes">How many episodes are in it.</param>
/// <param name="LastEpisodeAt">The latest of their reference times.</param>
public sealed record ListedGraph(
    GraphTarget Target, string? Name, string? Email, DateTimeOffset CreatedAt, BoundedCount Episodes, DateTimeOffset? LastEpisodeAt);

/// <summary>A count that stops at a limit.</summary>
/// <param name="Value">The count, or the limit.</param>
/// <param name="OrMore">Whether it stopped at the limit.</param>
public readonly record struct BoundedCount(long Value, bool OrMore);

/// <summary>The counts of a graph; each count up to 10,000.</summary>
/// <param name="Graph">The graph as in the list.</param>
/// <param name="Nodes">Its entities.</param>
/// <param name="Facts">Its facts, including those that have ended.</param>
public sealed record GraphContents(ListedGraph Graph, BoundedCount Nodes, BoundedCount Facts);

/// <summary>Where an episode came from.</summary>
/// <param name="EpisodeUuid">The episode.</param>
/// <param name="BatchId">The batch it was added to; null for one added in real time.</param>
/// <param name="SequenceIndex">Its item's position there.</param>
/// <param name="BatchGone">Whether that batch has been removed since, as ended ones are after <c>Batch:KeepBatches</c>.</param>
public sealed record EpisodeOrigin(Guid EpisodeUuid, Guid? BatchId, int? SequenceIndex, bool BatchGone);
