namespace Orleans.Batch.Graphs;

/// <summary>The reads of a search; the engine ranks the results.</summary>
public interface ISearchStore
{
    /// <summary>Begins a search: its words, the nodes it names, and the state of the index; null when there is no such graph.</summary>
    ValueTask<SearchPlan?> PlanSearchAsync(
        ProjectId project, GraphTarget target, string query, CancellationToken cancellationToken);

    /// <summary>Facts that have a word of the query, or touch a node it names or one of <paramref name="origins"/>.</summary>
    ValueTask<IReadOnlyList<SearchHit>> FindFactHitsAsync(
        SearchPlan plan, SearchFilters? filters, IReadOnlyList<Guid> origins, CancellationToken cancellationToken);

    /// <summary>Nodes that have a word of the query, are named by it, or are among <paramref name="also"/>.</summary>
    ValueTask<IReadOnlyList<SearchHit>> FindNodeHitsAsync(
        SearchPlan plan, SearchFilters? filters, IReadOnlyList<Guid> also, CancellationToken cancellationToken);

    /// <summary>Episodes that have a word of the query.</summary>
    ValueTask<EpisodeHits> FindEpisodeHitsAsync(SearchPlan plan, SearchFilters? filters, CancellationToken cancellationToken);

    /// <summary>
    /// The turns of episodes in their threads, and the turns directly before and after them. What the filter excludes is left
    /// out.
    /// </summary>
    ValueTask<IReadOnlyList<EpisodeTurn>> FindTurnsAsync(
        SearchPlan plan, SearchFilters? filters, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken);

    /// <summary>The facts a graph learned last that still hold, newest first.</summary>
    ValueTask<IReadOnlyList<Guid>> FindLastFactsAsync(SearchPlan plan, int limit, CancellationToken cancellationToken);

    /// <summary>The distance in edges from a node to those around it, up to two; the node itself has 0.</summary>
    ValueTask<IReadOnlyDictionary<Guid, int>> FindDistancesAsync(
        SearchPlan plan, Guid center, CancellationToken cancellationToken);

    /// <summary>Edges by identity, in order; deleted ones are left out.</summary>
    ValueTask<IReadOnlyList<EntityEdge>> ReadEdgesAsync(
        SearchPlan plan, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken);

    /// <summary>Nodes by identity, in order; deleted ones are left out.</summary>
    ValueTask<IReadOnlyList<EntityNode>> ReadNodesAsync(
        SearchPlan plan, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken);

    /// <summary>Episodes by identity, in order; deleted ones are left out.</summary>
    ValueTask<IReadOnlyList<Episode>> ReadEpisodesAsync(
        SearchPlan plan, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken);
}
