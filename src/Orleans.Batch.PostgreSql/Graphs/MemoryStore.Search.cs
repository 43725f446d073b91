using System.Globalization;
using Orleans.Batch.Facts;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

public sealed partial class MemoryStore
{
    private const int DocumentsPerWord = 1_000;
    private const int EpisodesPerWord = 300;
    private const int BestDocuments = 300;

    // A filter may remove many of the best, so more are read.
    private const int BestUnderFilter = 2_000;

    private const int DrivenLimit = 5_000;

    private const string LastFacts =
        """
        SELECT fact_uuid FROM (
            SELECT fact_uuid, invalid_at FROM fact WHERE fact_uuid >= $1 AND fact_uuid < $2 ORDER BY fact_uuid DESC LIMIT 1000) f
        WHERE invalid_at IS NULL ORDER BY fact_uuid DESC LIMIT $3
        """;

    /// <inheritdoc/>
    public ValueTask<SearchPlan?> PlanSearchAsync(
        ProjectId project, GraphTarget target, string query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            if (await FindGraphKeyAsync(project, target, cancellationToken) is not { } graphKey)
            {
                return null;
            }

            var names = QueryNames.FromQuery(query).Select(n => NodeId.FromName(graphKey, n)).Distinct().ToArray();
            return await database.Searches.Statement(SearchSql.Plan, graphKey, query, names).RowAsync(
                r => new SearchPlan(
                    graphKey, r.GetFieldValue<string[]>(2), r.GetFieldValue<Guid[]>(3), r.GetInt64(1), r.GetInt64(0)),
                cancellationToken);
        });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SearchHit>> FindFactHitsAsync(
        SearchPlan plan, SearchFilters? filters, IReadOnlyList<Guid> origins, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var scope = GraphScope.FromPlan(plan);
            var named = await NamedAsync(scope, filters, cancellationToken);
            var driven = filters is not null && (filters.NamesEnds || filters.EdgeUuids.Count > 0 || named is not null);
            var documents = driven
                ? []
                : await FindDocumentsAsync(plan, 0, DocumentsPerWord, filters, cancellationToken);
            var values = new List<object?>
            {
                scope.First, plan.Words.ToArray(), scope.Bind(plan.Named.Concat(origins)), documents, scope.Beyond,
            };
            var looked = driven ? Driven(scope, filters!, named, values) : FactTail(plan, values);
            var condition = filters is null ? "true" : new SearchCondition(scope, filters, named, values).OfEdge();
            return await ReadHitsAsync(SearchSql.Facts, looked, condition, values, cancellationToken);
        });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SearchHit>> FindNodeHitsAsync(
        SearchPlan plan, SearchFilters? filters, IReadOnlyList<Guid> also, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var scope = GraphScope.FromPlan(plan);
            var named = await NamedAsync(scope, filters, cancellationToken);
            var documents = await FindDocumentsAsync(plan, 1, DocumentsPerWord, filters, cancellationToken);
            var values = new List<object?>
            {
                scope.First, plan.Words.ToArray(), scope.Bind(plan.Named.Concat(also).Distinct()), documents, scope.Beyond,
            };
            var tail = FactTail(plan, values);
            var looked = "SELECT unnest($4::uuid[]) AS node_uuid UNION " + (plan.Through < 0
                ? $"(SELECT node_uuid FROM node WHERE node_uuid >= $6 AND node_uuid < $5 ORDER BY node_uuid LIMIT {Number(SearchSql.TailRows)})"
                : $"""
                SELECT n.node_uuid FROM {tail} c(fact_uuid) CROSS JOIN LATERAL (
                    SELECT source_node, target_node FROM fact WHERE fact_uuid = c.fact_uuid LIMIT 1) f
                CROSS JOIN LATERAL (VALUES (f.source_node), (f.target_node)) n(node_uuid)
                UNION (SELECT node_uuid FROM mention WHERE mention_uuid >= $6 AND mention_uuid < $5
                       ORDER BY mention_uuid DESC LIMIT {Number(SearchSql.TailRows)})
                """);
            var condition = filters is null ? "true" : new SearchCondition(scope, filters, named, values).OfNode();
            return await ReadHitsAsync(SearchSql.Nodes, looked, condition, values, cancellationToken);
        });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SearchHit>> FindEpisodeHitsAsync(
        SearchPlan plan, SearchFilters? filters, IReadOnlyList<Guid> also, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var documents = await FindDocumentsAsync(plan, 2, EpisodesPerWord, filters, cancellationToken);
            var values = new List<object?> { plan.GraphKey, plan.Words.ToArray(), also.ToArray(), documents, plan.Through };

            // Everything that the index lacks has a higher number; the order by time has the numbers in its index.
            var looked = "SELECT unnest($4::uuid[]) AS episode_uuid" + (plan.Through >= plan.Last ? "" :
                $"""
                 UNION (SELECT episode_uuid FROM graph_episode WHERE graph_key = $1 AND number > $5
                       ORDER BY reference_time DESC, number DESC LIMIT {Number(SearchSql.TailEpisodes)})
                """);
            var condition = filters is null ? "true" : new SearchCondition(GraphScope.FromPlan(plan), filters, null, values).OfEpisode();
            return await ReadHitsAsync(SearchSql.Episodes, looked, condition, values, cancellationToken);
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
        StoreFaults.Translate(async () => (IReadOnlyList<EntityEdge>)await ReadEdgesAsync(GraphScope.FromPlan(plan).Bind(uuids), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<EntityNode>> ReadNodesAsync(
        SearchPlan plan, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () => (IReadOnlyList<EntityNode>)await ReadNodesAsync(GraphScope.FromPlan(plan).Bind(uuids), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Episode>> ReadEpisodesAsync(
        SearchPlan plan, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
            (IReadOnlyList<Episode>)await ReadEpisodesAsync(plan.GraphKey, uuids, cancellationToken));

    private const string Around =
        """
        SELECT n.node_uuid FROM unnest($1::uuid[]) w(node_uuid) CROSS JOIN LATERAL (
            (SELECT target_node FROM fact WHERE source_node = w.node_uuid AND target_node <> source_node LIMIT 200)
            UNION ALL
            (SELECT source_node FROM fact WHERE target_node = w.node_uuid AND target_node <> source_node LIMIT 200)) n(node_uuid)
        LIMIT 5000
        """;

    private async ValueTask<Guid[]> FindDocumentsAsync(
        SearchPlan plan, int kind, int perWord, SearchFilters? filters, CancellationToken cancellationToken) =>
        plan.Through < 0 || plan.Words.Count == 0
            ? []
            : [.. await database.Searches
                .Statement(
                    SearchSql.Documents, plan.GraphKey, kind, plan.Words.ToArray(), (long)perWord,
                    (long)(filters is null ? BestDocuments : BestUnderFilter))
                .RowsAsync(r => r.GetGuid(0), cancellationToken)];

    // Facts that the index lacks; their ids are in the order of arrival.
    private static string FactTail(SearchPlan plan, List<object?> values)
    {
        values.Add(plan.Through < 0 ? GraphScope.FromPlan(plan).First : AssertionId.Create(plan.GraphKey, plan.Through + 1, 0));
        var first = "$" + Number(values.Count);
        return
            $"""
            (SELECT fact_uuid FROM fact WHERE fact_uuid >= {first} AND fact_uuid < $5
             ORDER BY fact_uuid DESC LIMIT {Number(SearchSql.TailRows)})
            """;
    }

    // A filter names few facts: all of them are read, independent of the index.
    private static string Driven(GraphScope scope, SearchFilters filters, EpisodeFacts? named, List<object?> values)
    {
        if (named is not null || filters.EdgeUuids.Count > 0)
        {
            values.Add(named?.Facts ?? scope.Bind(filters.EdgeUuids));
            return $"SELECT unnest(${Number(values.Count)}::uuid[]) AS fact_uuid";
        }

        values.Add(scope.Bind(filters.ConnectedNodeUuids.Concat(filters.SourceNodeUuids).Concat(filters.TargetNodeUuids)));
        var nodes = "$" + Number(values.Count);
        return
            $"""
            SELECT f.fact_uuid FROM unnest({nodes}::uuid[]) w(node_uuid) CROSS JOIN LATERAL (
                (SELECT fact_uuid FROM fact WHERE source_node = w.node_uuid LIMIT {Number(DrivenLimit)})
                UNION ALL
                (SELECT fact_uuid FROM fact WHERE target_node = w.node_uuid AND target_node <> source_node
                 LIMIT {Number(DrivenLimit)})) f
            """;
    }

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

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
