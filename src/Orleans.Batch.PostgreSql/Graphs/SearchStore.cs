using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>The reads of a search.</summary>
internal sealed class SearchStore(Database database) : ISearchStore
{
    private const int DocumentsPerWord = 1_000;
    private const int EpisodesPerWord = 300;
    private const int BestDocuments = 300;

    // Up to this many episodes, all that have a word of the query are read, and the statistics are not.
    private const int SmallGraph = 2_000;

    // A filter may remove many of the best, so more are read.
    private const int BestUnderFilter = 2_000;

    private const string LastFacts =
        """
        SELECT fact_uuid FROM (
            SELECT fact_uuid, invalid_at FROM fact WHERE fact_uuid >= $1 AND fact_uuid < $2 ORDER BY fact_uuid DESC LIMIT 1000) f
        WHERE invalid_at IS NULL ORDER BY fact_uuid DESC LIMIT $3
        """;

    private const string Around =
        """
        SELECT n.node_uuid FROM unnest($1::uuid[]) w(node_uuid) CROSS JOIN LATERAL (
            (SELECT target_node FROM fact WHERE source_node = w.node_uuid AND target_node <> source_node LIMIT 200)
            UNION ALL
            (SELECT source_node FROM fact WHERE target_node = w.node_uuid AND target_node <> source_node LIMIT 200)) n(node_uuid)
        LIMIT 5000
        """;

    /// <inheritdoc/>
    public ValueTask<SearchPlan?> PlanSearchAsync(
        ProjectId project, GraphTarget target, string query, CancellationToken cancellationToken) =>
        database.ReadGraphAsync<SearchPlan>(
            project,
            target,
            async scope =>
            {
                var names = QueryNames.FromQuery(query).ToList();
                var nodes = names.Select(n => NodeId.FromName(scope.Key, n)).Distinct().ToArray();
                return await database.Searches.Statement(SearchSql.Plan, scope.Key, query, nodes).RowAsync(
                    r => new SearchPlan(
                        scope.Key, r.GetFieldValue<string[]>(2), [.. UserAmong(names, r, scope), .. r.GetFieldValue<Guid[]>(3)],
                        r.GetInt64(1), r.GetInt64(0)),
                    cancellationToken);
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SearchHit>> FindFactHitsAsync(
        SearchPlan plan, SearchFilters? filters, IReadOnlyList<Guid> origins, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var scope = GraphScope.FromPlan(plan);
            var named = await database.Requests.ReadNamedAsync(scope, filters, cancellationToken);
            var driven = filters is not null && (filters.NamesEnds || filters.EdgeUuids.Count > 0 || named is not null);
            var documents = driven
                ? IndexedDocuments.None
                : await FindDocumentsAsync(plan, 0, DocumentsPerWord, filters, cancellationToken);
            var values = new List<object?>
            {
                scope.First, plan.Words.ToArray(), scope.Bind(plan.Named.Concat(origins)), documents.Uuids, scope.Beyond,
            };
            var looked = driven ? SearchCandidates.OfFilters(scope, filters!, named, values) : SearchCandidates.FactTail(plan, scope, values);
            var condition = filters is null ? "true" : new SearchCondition(scope, filters, named, values).OfEdge();
            return await ReadHitsAsync(SearchSql.Facts, looked, condition, values, cancellationToken);
        });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SearchHit>> FindNodeHitsAsync(
        SearchPlan plan, SearchFilters? filters, IReadOnlyList<Guid> also, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var scope = GraphScope.FromPlan(plan);
            var named = await database.Requests.ReadNamedAsync(scope, filters, cancellationToken);
            var documents = await FindDocumentsAsync(plan, 1, DocumentsPerWord, filters, cancellationToken);
            var values = new List<object?>
            {
                scope.First, plan.Words.ToArray(), scope.Bind(plan.Named.Concat(also).Distinct()), documents.Uuids, scope.Beyond,
            };
            var looked = SearchCandidates.Nodes(plan, scope, values);
            var condition = filters is null ? "true" : new SearchCondition(scope, filters, named, values).OfNode();
            return await ReadHitsAsync(SearchSql.Nodes, looked, condition, values, cancellationToken);
        });

    /// <inheritdoc/>
    public ValueTask<EpisodeHits> FindEpisodeHitsAsync(
        SearchPlan plan, SearchFilters? filters, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var documents = IsSmall(plan)
                ? IndexedDocuments.None
                : await FindDocumentsAsync(plan, 2, EpisodesPerWord, filters, cancellationToken);
            var values = new List<object?> { plan.GraphKey, plan.Words.ToArray(), documents.Uuids, plan.Through };
            var looked = SearchCandidates.Episodes(plan, IsSmall(plan));
            var condition = EpisodeCondition(plan, filters, values);
            var hits = await ReadHitsAsync(EpisodeSearchSql.Hits, looked, condition, values, cancellationToken);
            return new EpisodeHits([.. hits.DistinctBy(h => h.Uuid)], documents.WordCounts);
        });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EpisodeTurn>> FindTurnsAsync(
        SearchPlan plan, SearchFilters? filters, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var values = new List<object?> { plan.GraphKey, uuids.ToArray(), plan.Words.ToArray() };
            var condition = EpisodeCondition(plan, filters, values);
            return (IReadOnlyList<EpisodeTurn>)await database.Searches
                .Statement(EpisodeSearchSql.Turns.Replace("{0}", condition, StringComparison.Ordinal), values.ToArray())
                .RowsAsync(
                    r => new EpisodeTurn(
                        r.GetGuid(0), r.Instant(1), r.Maybe<long>(2), r.Text(3), r.GetBoolean(4), r.Maybe<Guid>(5), r.Maybe<Guid>(6)),
                    cancellationToken);
        });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Guid>> FindLastFactsAsync(SearchPlan plan, int limit, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () => (IReadOnlyList<Guid>)await database.Searches
            .Statement(LastFacts, GraphScope.FromPlan(plan).First, GraphScope.FromPlan(plan).Beyond, (long)limit)
            .RowsAsync(r => r.GetGuid(0), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<Guid, int>> FindDistancesAsync(
        SearchPlan plan, Guid center, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var distances = new Dictionary<Guid, int>();
            var scope = GraphScope.FromPlan(plan);
            if (!scope.Contains(center))
            {
                return (IReadOnlyDictionary<Guid, int>)distances;
            }

            distances.Add(center, 0);
            for (var distance = 1; distance <= 2; distance++)
            {
                var around = await database.Searches
                    .Statement(Around, scope.Bind(distances.Where(d => d.Value == distance - 1).Select(d => d.Key)))
                    .RowsAsync(r => r.GetGuid(0), cancellationToken);
                foreach (var node in around)
                {
                    distances.TryAdd(node, distance);
                }
            }

            return distances;
        });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EntityEdge>> ReadEdgesAsync(
        SearchPlan plan, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () => (IReadOnlyList<EntityEdge>)await database.Requests.ReadEdgesAsync(
            GraphScope.FromPlan(plan).Bind(uuids), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EntityNode>> ReadNodesAsync(
        SearchPlan plan, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () => (IReadOnlyList<EntityNode>)await database.Requests.ReadNodesAsync(
            GraphScope.FromPlan(plan).Bind(uuids), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Episode>> ReadEpisodesAsync(
        SearchPlan plan, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () => (IReadOnlyList<Episode>)await database.Requests.ReadEpisodesAsync(
            GraphScope.FromPlan(plan), uuids, cancellationToken));

    private static Guid[] UserAmong(List<string> names, NpgsqlDataReader plan, GraphScope scope) =>
        plan.GetBoolean(4) && UserRows.ReadNames(plan, 5, scope.Key) is var user && names.Exists(user.AreIn) ? [user.Node] : [];

    private static bool IsSmall(SearchPlan plan) => plan.Last <= SmallGraph;

    private static string EpisodeCondition(SearchPlan plan, SearchFilters? filters, List<object?> values) =>
        filters is null ? "true" : new SearchCondition(GraphScope.FromPlan(plan), filters, null, values).OfEpisode();

    private async ValueTask<IndexedDocuments> FindDocumentsAsync(
        SearchPlan plan, int kind, int perWord, SearchFilters? filters, CancellationToken cancellationToken) =>
        plan.Through < 0 || plan.Words.Count == 0
            ? IndexedDocuments.None
            : IndexedDocuments.FromRows(await database.Searches
                .Statement(
                    SearchSql.Documents, plan.GraphKey, kind, plan.Words.ToArray(), (long)perWord,
                    (long)(filters is null ? BestDocuments : BestUnderFilter), !IsSmall(plan), (double)plan.Last)
                .RowsAsync(IndexedDocuments.Read, cancellationToken));

    private async ValueTask<IReadOnlyList<SearchHit>> ReadHitsAsync(
        string sql, string looked, string condition, List<object?> values, CancellationToken cancellationToken) =>
        await database.Searches
            .Statement(
                sql.Replace("{0}", looked, StringComparison.Ordinal).Replace("{1}", condition, StringComparison.Ordinal),
                values.ToArray())
            .RowsAsync(
                r => new SearchHit(
                    r.GetGuid(0), r.GetInt64(1), r.GetInt32(2), r.Instant(3), r.GetBoolean(4), r.GetGuid(5), r.GetGuid(6), r.GetGuid(7),
                    r.GetBoolean(8)),
                cancellationToken);
}
