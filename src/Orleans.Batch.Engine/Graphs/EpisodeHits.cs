namespace Orleans.Batch.Graphs;

/// <summary>The episodes that a search found.</summary>
/// <param name="Hits">The episodes: in a large graph only those with the rarest words.</param>
/// <param name="WordCounts">
/// How many episodes have the first, second and further words of the query, at least; empty where the hits are all that have any.
/// </param>
public sealed record EpisodeHits(IReadOnlyList<SearchHit> Hits, IReadOnlyList<long> WordCounts)
{
    /// <summary>How near some episodes are to the query in meaning, from 1 for the nearest down to 0; empty without vectors.</summary>
    public IReadOnlyDictionary<Guid, double> Nearness { get; init; } = new Dictionary<Guid, double>();
}
