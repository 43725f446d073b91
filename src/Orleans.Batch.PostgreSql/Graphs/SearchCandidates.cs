using System.Globalization;
using Orleans.Batch.Facts;
using Orleans.Batch.Graphs;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// Which rows a search reads beside the documents found by words: those that the index lacks, or those that a filter names.
/// </summary>
internal static class SearchCandidates
{
    private const int DrivenLimit = 5_000;

    /// <summary>Facts that the index lacks; their ids are in the order of arrival.</summary>
    public static string FactTail(SearchPlan plan, GraphScope scope, List<object?> values)
    {
        values.Add(plan.Through < 0 ? scope.First : AssertionId.Create(scope.Key, plan.Through + 1, 0));
        var first = "$" + Number(values.Count);
        return
            $"""
            (SELECT fact_uuid FROM fact WHERE fact_uuid >= {first} AND fact_uuid < $5
             ORDER BY fact_uuid DESC LIMIT {Number(SearchSql.TailRows)})
            """;
    }

    /// <summary>The facts of filters that name few facts: all of them are read, independent of the index.</summary>
    public static string OfFilters(GraphScope scope, SearchFilters filters, EpisodeFacts? named, List<object?> values)
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

    /// <summary>The nodes of the documents $4, and those that the index lacks.</summary>
    public static string Nodes(SearchPlan plan, GraphScope scope, List<object?> values)
    {
        var tail = FactTail(plan, scope, values);
        return "SELECT unnest($4::uuid[]) AS node_uuid UNION " + (plan.Through < 0
            ? $"(SELECT node_uuid FROM node WHERE node_uuid >= $6 AND node_uuid < $5 ORDER BY node_uuid LIMIT {Number(SearchSql.TailRows)})"
            : $"""
            SELECT n.node_uuid FROM {tail} c(fact_uuid) CROSS JOIN LATERAL (
                SELECT source_node, target_node FROM fact WHERE fact_uuid = c.fact_uuid LIMIT 1) f
            CROSS JOIN LATERAL (VALUES (f.source_node), (f.target_node)) n(node_uuid)
            UNION (SELECT node_uuid FROM mention WHERE mention_uuid >= $6 AND mention_uuid < $5
                   ORDER BY mention_uuid DESC LIMIT {Number(SearchSql.TailRows)})
            """);
    }

    /// <summary>Episodes with their terms: indexed ones, and without terms those that the index lacks: all above number $4.</summary>
    public static string Episodes(SearchPlan plan, bool anyWord) =>
        (anyWord ? EpisodeSearchSql.WithAnyWord : EpisodeSearchSql.OfDocuments) + (plan.Through >= plan.Last ? "" :
        $"""
         UNION ALL (SELECT episode_uuid, NULL FROM graph_episode WHERE graph_key = $1 AND number > $4
               ORDER BY reference_time DESC, number DESC LIMIT {Number(SearchSql.TailRows)})
        """);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
