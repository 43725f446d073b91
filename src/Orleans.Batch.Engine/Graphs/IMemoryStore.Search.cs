namespace Orleans.Batch.Graphs;

/// <content>The reads of a search; the engine ranks the results.</content>
public partial interface IMemoryStore
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

    /// <summary>Episodes that have a word of the query, or are among <paramref name="also"/>.</summary>
    ValueTask<IReadOnlyList<SearchHit>> FindEpisodeHitsAsync(
        SearchPlan plan, SearchFilters? filters, IReadOnlyList<Guid> also, CancellationToken cancellationToken);

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

    /// <summary>
    /// Adds a bounded number of episodes, with their facts and nodes, to the search index, where a graph's unindexed
    /// tail has grown too long to be read for each search.
    /// </summary>
    ValueTask<IndexStep> IndexAsync(int limit, CancellationToken cancellationToken);
}

/// <summary>A started search.</summary>
/// <param name="GraphKey">The graph's key.</param>
/// <param name="Words">The query's words as the index knows them, in order, each once; at most 32.</param>
/// <param name="Named">The nodes whose names are in the query.</param>
/// <param name="Through">Up to which episode the index has everything; -1 when the graph is not in it.</param>
/// <param name="Last">The number of the graph's last episode.</param>
public sealed record SearchPlan(long GraphKey, IReadOnlyList<string> Words, IReadOnlyList<Guid> Named, long Through, long Last);

/// <summary>A result.</summary>
/// <param name="Uuid">Its identity.</param>
/// <param name="Words">Which of the query's words it has: bit 0 for the first.</param>
/// <param name="Length">How many different words it has in all.</param>
/// <param name="At">When it became true, was first named, or its reference time.</param>
/// <param name="Holds">Of a fact: whether it still does. Otherwise true.</param>
/// <param name="Source">Of a fact: its subject. Of a node: itself.</param>
/// <param name="Target">Of a fact: its object. Of a node: itself.</param>
/// <param name="Episode">Of a fact: the episode it begins with. Of an episode: itself.</param>
/// <param name="Names">Of a fact: whether it states a name of its subject. Otherwise false.</param>
public sealed record SearchHit(
    Guid Uuid, long Words, int Length, DateTimeOffset At, bool Holds, Guid Source, Guid Target, Guid Episode, bool Names);

/// <summary>The result of an indexing step.</summary>
/// <param name="More">Whether there may be more to do.</param>
/// <param name="Busy">Whether batches are being ingested, which comes first.</param>
public readonly record struct IndexStep(bool More, bool Busy);
