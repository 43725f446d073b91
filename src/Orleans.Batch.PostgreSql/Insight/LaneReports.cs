using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Insight;

/// <summary>A batch's lanes: their counts, the longest open ones, and those that took longest.</summary>
internal static class LaneReports
{
    private const string CountLanes =
        $"""
        SELECT coalesce(b.lane_count, 0), coalesce(p.begun, 0), coalesce(p.ended, 0), b.lanes_removed, b.extracts_stored,
            CASE WHEN p.canceled > 0 THEN (SELECT count(*)::int FROM lane WHERE {InsightSql.LanesOfBatch} AND state = {Stored.LaneState.Canceled}) ELSE 0 END
        FROM batch b, (SELECT sum(lanes_begun)::int AS begun, sum(lanes_ended)::int AS ended, sum(canceled)::int AS canceled
                       FROM batch_progress WHERE batch_key = $1) p
        WHERE b.batch_key = $1
        """;

    private const string Longest =
        $"SELECT lane_key FROM lane WHERE {InsightSql.LanesOfBatch} AND state = {Stored.LaneState.Open} ORDER BY total - cursor DESC, lane_key LIMIT $2";

    private const string Largest =
        $"SELECT lane_key FROM lane WHERE {InsightSql.LanesOfBatch} AND cursor > 0 ORDER BY total DESC, lane_key LIMIT $2";

    // The end of an item of a lane is known by its outcome, or by its arrival in the graph. If facts are made from episodes
    // that were there before, the arrival says nothing.
    private const string Details =
        """
        SELECT g.graph_id, u.user_id, l.total, l.cursor, f.sequence, coalesce(fo.at, fe.at), coalesce(eo.at, ee.at)
        FROM unnest($1) WITH ORDINALITY k(lane_key, place)
        JOIN LATERAL (SELECT * FROM lane WHERE lane_key = k.lane_key LIMIT 1) l ON true
        LEFT JOIN LATERAL (SELECT graph_id FROM graph WHERE graph_key = l.graph_key LIMIT 1) g ON true
        LEFT JOIN LATERAL (SELECT user_id FROM memory_user WHERE graph_key = l.graph_key LIMIT 1) u ON true
        LEFT JOIN LATERAL (SELECT * FROM lane_item WHERE lane_key = l.lane_key AND position = 0 LIMIT 1) f ON true
        LEFT JOIN LATERAL (SELECT * FROM lane_item WHERE lane_key = l.lane_key AND position = l.cursor - 1 LIMIT 1) e ON true
        LEFT JOIN LATERAL (SELECT at FROM item_outcome
                           WHERE l.cursor > 0 AND batch_key = f.batch_key AND sequence = f.sequence LIMIT 1) fo ON true
        LEFT JOIN LATERAL (SELECT ingested_at AS at FROM graph_episode
                           WHERE NOT $2 AND graph_key = l.graph_key AND episode_uuid = f.episode_uuid LIMIT 1) fe ON true
        LEFT JOIN LATERAL (SELECT at FROM item_outcome WHERE batch_key = e.batch_key AND sequence = e.sequence LIMIT 1) eo ON true
        LEFT JOIN LATERAL (SELECT ingested_at AS at FROM graph_episode
                           WHERE NOT $2 AND graph_key = l.graph_key AND episode_uuid = e.episode_uuid LIMIT 1) ee ON true
        ORDER BY k.place
        """;

    /// <summary>Reads the report.</summary>
    public static async ValueTask<LaneReport> ReadAsync(
        NpgsqlConnection connection, long key, BatchSummary batch, CancellationToken cancellationToken)
    {
        var (total, begun, ended, removed, extracts, canceled) = await connection.Statement(CountLanes, key).RowAsync(
            r => (r.GetInt32(0), r.GetInt32(1), r.GetInt32(2), r.GetBoolean(3), r.GetBoolean(4), r.GetInt32(5)), cancellationToken);
        var open = batch.Status == BatchStatus.Processing
            ? await DetailsAsync(connection, Longest, key, LaneReport.MaxListed, extracts, cancellationToken)
            : [];
        var largest = total == 0 || removed
            ? []
            : await DetailsAsync(connection, Largest, key, LaneReport.SlowestAmong, extracts, cancellationToken);
        return new LaneReport
        {
            Total = total,
            Waiting = Math.Max(total - begun - ended, 0),
            Running = begun,
            Ended = ended,
            Canceled = canceled,
            LongestOpen = open,
            Slowest = [.. largest.Where(l => l.Took is not null).OrderByDescending(l => l.Took).Take(LaneReport.MaxListed)],
            Removed = removed,
        };
    }

    private static async ValueTask<List<LaneDetail>> DetailsAsync(
        NpgsqlConnection connection, string lanes, long batchKey, int limit, bool extracts, CancellationToken cancellationToken)
    {
        var keys = await connection.Statement(lanes, batchKey, (long)limit).RowsAsync(r => r.GetInt64(0), cancellationToken);
        return await connection.Statement(Details, keys.ToArray(), extracts).RowsAsync(
            r => new LaneDetail(
                r.Text(0) is { } graph ? GraphTarget.ForGraph(graph) : r.Text(1) is { } user ? GraphTarget.ForUser(user) : null,
                r.GetInt32(2),
                r.GetInt32(3),
                r.Maybe<int>(4) ?? 0,
                r.Maybe<DateTimeOffset>(5),
                r.Maybe<DateTimeOffset>(6)),
            cancellationToken);
    }
}
