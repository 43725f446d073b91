using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Reads the facts and nodes of episodes.</summary>
internal static class EpisodeFactQueries
{
    private const string NumbersOf =
        "SELECT number FROM graph_episode WHERE graph_key = $1 AND episode_uuid = ANY($2)";

    // $1 and $2 bound the ids of the episode's assertions.
    private const string FactsOfEpisode =
        $"""
        SELECT fact_uuid, source_node, target_node FROM (
            SELECT fact_uuid, source_node, target_node FROM fact WHERE fact_uuid >= $1 AND fact_uuid < $2
            ORDER BY fact_uuid LIMIT $3) own
        UNION ALL
        SELECT f.fact_uuid, r.source_node, r.target_node FROM (
            SELECT * FROM fact_repeat WHERE fact_uuid >= $1 AND fact_uuid < $2 ORDER BY fact_uuid LIMIT $3) r
        LEFT JOIN LATERAL (
            SELECT f.fact_uuid FROM fact f WHERE {FactSql.Supports} ORDER BY f.valid_at DESC, f.ord DESC LIMIT 1) f ON true
        UNION ALL
        SELECT NULL, node_uuid, node_uuid FROM (
            SELECT node_uuid FROM mention WHERE mention_uuid >= $1 AND mention_uuid < $2 ORDER BY mention_uuid LIMIT $3) m
        """;

    /// <summary>The facts and nodes of the episodes among the filters; null if the filters name none.</summary>
    public static async ValueTask<EpisodeFacts?> ReadNamedAsync(
        this NpgsqlDataSource source, GraphScope scope, SearchFilters? filters, CancellationToken cancellationToken)
    {
        if (filters is not { EpisodeUuids.Count: > 0 })
        {
            return null;
        }

        var numbers = await source
            .Statement(NumbersOf, scope.Key, filters.EpisodeUuids.ToArray())
            .RowsAsync(r => r.GetInt64(0), cancellationToken);
        return await source.ReadFactsOfAsync(scope, numbers, cancellationToken);
    }

    /// <summary>The facts and nodes of the episodes with these numbers.</summary>
    public static async ValueTask<EpisodeFacts> ReadFactsOfAsync(
        this NpgsqlDataSource source, GraphScope scope, IReadOnlyList<long> numbers, CancellationToken cancellationToken)
    {
        var facts = new HashSet<Guid>();
        var nodes = new HashSet<Guid>();
        var truncated = false;
        foreach (var number in numbers)
        {
            var rows = await source
                .Statement(
                    FactsOfEpisode, AssertionId.Create(scope.Key, number, 0), AssertionId.Create(scope.Key, number + 1, 0),
                    FactSql.RelatedLimit + 1L)
                .RowsAsync(r => (Fact: r.Maybe<Guid>(0), Source: r.GetGuid(1), Target: r.GetGuid(2)), cancellationToken);
            truncated |= rows.Count > FactSql.RelatedLimit;
            facts.UnionWith(rows.Where(r => r.Fact is not null).Select(r => r.Fact!.Value));
            nodes.UnionWith(rows.Select(r => r.Source));
            nodes.UnionWith(rows.Select(r => r.Target));
        }

        return new EpisodeFacts(scope.Bind(facts), scope.Bind(nodes), truncated);
    }
}
