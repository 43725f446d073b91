using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// Cancels what is on its way to a graph whose graph_state row the caller holds. An item that has an outcome already
/// was counted then and is not counted again.
/// </summary>
internal static class LaneCancellation
{
    // A slot of its own: ingestion counts in the others, so neither waits for the other.
    private const int ProgressSlot = 100;

    private const string OpenLanes =
        """
        open_lane AS MATERIALIZED (
            SELECT lane_key, lane_key >> 20 AS batch_key, cursor, total FROM lane WHERE graph_key = $1 AND state = 0)
        """;

    private const string CancelItems =
        """
        INSERT INTO item_outcome (batch_key, sequence, status, code, message, retryable)
        SELECT i.batch_key, i.sequence, 6, $2, $3, false
        FROM open_lane l JOIN lane_item i ON i.lane_key = l.lane_key AND i.position >= l.cursor
        """;

    private const string Graph =
        $"""
        WITH {OpenLanes},
        canceled AS ({CancelItems} ON CONFLICT (batch_key, sequence) DO NOTHING RETURNING batch_key),
        counted AS (SELECT batch_key, count(*) AS items FROM canceled GROUP BY batch_key),
        ended AS (UPDATE lane SET state = 2 FROM open_lane l WHERE lane.lane_key = l.lane_key)
        INSERT INTO batch_progress AS p (batch_key, slot, canceled, lanes_begun, lanes_ended)
        SELECT l.batch_key, $4, coalesce(c.items, 0), CASE WHEN l.cursor > 0 AND l.cursor < l.total THEN -1 ELSE 0 END, 1
        FROM open_lane l LEFT JOIN counted c USING (batch_key)
        ORDER BY l.batch_key
        ON CONFLICT (batch_key, slot) DO UPDATE SET
            canceled = p.canceled + excluded.canceled,
            lanes_begun = p.lanes_begun + excluded.lanes_begun,
            lanes_ended = p.lanes_ended + excluded.lanes_ended
        RETURNING batch_key
        """;

    private const string Thread =
        $"""
        WITH {OpenLanes},
        canceled AS (
            {CancelItems} AND i.thread_key = $5 ON CONFLICT (batch_key, sequence) DO NOTHING RETURNING batch_key)
        INSERT INTO batch_progress AS p (batch_key, slot, canceled)
        SELECT batch_key, $4, count(*) FROM canceled GROUP BY batch_key ORDER BY batch_key
        ON CONFLICT (batch_key, slot) DO UPDATE SET canceled = p.canceled + excluded.canceled
        RETURNING batch_key
        """;

    /// <summary>Cancels all items that have not ended, and ends the lanes.</summary>
    /// <returns>The batches concerned.</returns>
    public static ValueTask<List<long>> CancelGraphAsync(
        NpgsqlConnection connection, long graphKey, string what, CancellationToken cancellationToken) =>
        connection
            .Statement(Graph, graphKey, ErrorCodes.DestinationDeleted, Message(what), ProgressSlot)
            .Long()
            .RowsAsync(r => r.GetInt64(0), cancellationToken);

    /// <summary>Cancels the thread's items that have not ended; the lanes go on and pass over them.</summary>
    /// <returns>The batches concerned.</returns>
    public static ValueTask<List<long>> CancelThreadAsync(
        NpgsqlConnection connection, long graphKey, long threadKey, string what, CancellationToken cancellationToken) =>
        connection
            .Statement(Thread, graphKey, ErrorCodes.DestinationDeleted, Message(what), ProgressSlot, threadKey)
            .Long()
            .RowsAsync(r => r.GetInt64(0), cancellationToken);

    private static string Message(string what) => $"{what} was deleted before this item was ingested";
}
