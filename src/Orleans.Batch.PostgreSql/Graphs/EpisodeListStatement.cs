using System.Globalization;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Selects the positions of a graph's episodes, and whether each matches the filter.</summary>
internal static class EpisodeListStatement
{
    // Episodes of graph $1 that mention one of its nodes {0}, or are among the UUIDs {1}.
    private const string EpisodesThatMention =
        $$"""
        (SELECT e.* FROM (
            SELECT episode_uuid FROM fact WHERE source_node = ANY({0})
            UNION SELECT episode_uuid FROM fact WHERE target_node = ANY({0}) AND target_node <> source_node
            UNION SELECT episode_uuid FROM fact_repeat WHERE source_node = ANY({0})
            UNION SELECT r.episode_uuid
                FROM (SELECT * FROM fact WHERE target_node = ANY({0}) AND target_node <> source_node) f
                CROSS JOIN LATERAL (SELECT r.episode_uuid FROM fact_repeat r WHERE {{FactSql.Supports}}) r
            UNION SELECT episode_uuid FROM mention WHERE node_uuid = ANY({0})
            UNION SELECT unnest({1})) m
        CROSS JOIN LATERAL (
            SELECT * FROM graph_episode WHERE graph_key = $1 AND episode_uuid = m.episode_uuid LIMIT 1) e) e
        """;

    // Those of {1} that are chunks of the document {0}.
    private const string EpisodesOfDocument =
        """
        (SELECT s.* FROM (SELECT episode_uuid FROM episode_data
            WHERE document_id = {0} AND project_key = (SELECT project_key FROM graph WHERE graph_key = $1)) d
        CROSS JOIN LATERAL (SELECT * FROM {1} WHERE graph_key = $1 AND episode_uuid = d.episode_uuid LIMIT 1) s) e
        """;

    /// <summary>The positions after one, in the query's order.</summary>
    public static NpgsqlCommand Create(
        NpgsqlDataSource source, GraphScope scope, EpisodeQuery query, EpisodePosition? from, int limit)
    {
        var values = new List<object?> { scope.Key, (long)limit };
        var (direction, sign) = query.Descending ? ("DESC", "<") : ("ASC", ">");
        var order = query.Order == EpisodeOrder.Uuid
            ? $"episode_uuid {direction}"
            : $"reference_time {direction}, number {direction}";
        var after = After(query, from, sign, values);
        var positions =
            $"""
            SELECT episode_uuid, reference_time, number FROM {Source(scope, query, values)}
            WHERE graph_key = $1 {after} ORDER BY {order} LIMIT $2
            """;
        var sql = query.Filter is null
            ? $"SELECT *, true FROM ({positions}) e ORDER BY {order}"
            : $"""
            SELECT e.*, {new MetadataCondition(values).ToSql(query.Filter)}
            FROM ({positions}) e CROSS JOIN LATERAL (
                SELECT metadata_json(metadata) AS m FROM episode_data WHERE episode_uuid = e.episode_uuid LIMIT 1) d
            ORDER BY {order}
            """;
        return source.Statement(sql, values.ToArray());
    }

    /// <summary>Reads one row.</summary>
    public static (EpisodePosition At, bool Matches) Read(NpgsqlDataReader r) =>
        (new EpisodePosition(r.GetGuid(0), r.Instant(1), r.GetInt64(2)), r.GetBoolean(3));

    private static string After(EpisodeQuery query, EpisodePosition? from, string sign, List<object?> values)
    {
        if (from is not { } position)
        {
            return "";
        }

        if (query.Order == EpisodeOrder.Uuid)
        {
            values.Add(position.Uuid);
            return $"AND episode_uuid {sign} $3";
        }

        values.AddRange([position.ReferenceTime, position.Number]);
        return $"AND (reference_time, number) {sign} ($3, $4)";
    }

    private static string Source(GraphScope scope, EpisodeQuery query, List<object?> values)
    {
        if (query.DocumentId is not null)
        {
            values.Add(query.DocumentId);
            return EpisodesOfDocument.Replace(
                "{0}", string.Create(CultureInfo.InvariantCulture, $"${values.Count}"), StringComparison.Ordinal)
                .Replace("{1}", Source(scope, query with { DocumentId = null }, values), StringComparison.Ordinal);
        }

        if (query.Mentioned.Count == 0)
        {
            return "graph_episode";
        }

        values.AddRange([scope.Bind(query.Mentioned), query.Mentioned.ToArray()]);
        return EpisodesThatMention
            .Replace("{0}", string.Create(CultureInfo.InvariantCulture, $"${values.Count - 1}"), StringComparison.Ordinal)
            .Replace("{1}", string.Create(CultureInfo.InvariantCulture, $"${values.Count}"), StringComparison.Ordinal);
    }
}
