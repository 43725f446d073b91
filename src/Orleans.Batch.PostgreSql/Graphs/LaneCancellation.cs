using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// Cancels items on their way to graphs whose graph_state rows the caller holds. A canceled lane records it once for all its
/// items from the cursor on. An item that already has an outcome was counted then and is not
/// counted again.
/// </summary>
internal static class LaneCancellation
{
    /// <summary>Its progress slot: ingestion counts in other slots, so neither waits for the other.</summary>
    public const int ProgressSlot = 100;

    private const string OpenLanes = $"SELECT lane_key FROM lane WHERE graph_key = $1 AND state = {Stored.LaneState.Open}";

    // The CASE prevents the planner from estimating how many lanes are open, see LaneCommit.
    private const string Lanes =
        $"""
        WITH canceled AS MATERIALIZED (
            UPDATE lane l SET state = {Stored.LaneState.Canceled}, canceled_at = t.now, canceled_because = $2
            FROM (SELECT sql_now() AS now OFFSET 0) t, unnest($1) AS w(lane_key)
            WHERE l.lane_key = w.lane_key AND CASE WHEN w.lane_key > 0 THEN l.state = {Stored.LaneState.Open} END
            RETURNING l.lane_key, l.lane_key >> 20 AS batch_key, l.cursor, l.total),
        ahead AS (
            SELECT o.batch_key, count(*) AS items
            FROM (SELECT DISTINCT batch_key FROM canceled) b
            CROSS JOIN LATERAL (SELECT batch_key, sequence FROM item_outcome
                                WHERE batch_key = b.batch_key AND (status = {Stored.ItemStatus.Canceled} OR code = 'poison') OFFSET 0) o
            CROSS JOIN LATERAL (SELECT lane_key, position FROM lane_item
                                WHERE batch_key = o.batch_key AND sequence = o.sequence LIMIT 1) i
            JOIN canceled c ON c.lane_key = i.lane_key AND c.cursor <= i.position
            GROUP BY o.batch_key),
        counted AS (
            SELECT batch_key, sum(total - cursor) AS items, count(*) AS lanes,
                   count(*) FILTER (WHERE cursor > 0) AS begun
            FROM canceled GROUP BY batch_key)
        INSERT INTO batch_progress AS p (batch_key, slot, canceled, lanes_begun, lanes_ended)
        SELECT c.batch_key, $3, c.items - coalesce(a.items, 0), -c.begun, c.lanes
        FROM counted c LEFT JOIN ahead a USING (batch_key) ORDER BY c.batch_key
        ON CONFLICT (batch_key, slot) DO UPDATE SET
            canceled = p.canceled + excluded.canceled,
            lanes_begun = p.lanes_begun + excluded.lanes_begun,
            lanes_ended = p.lanes_ended + excluded.lanes_ended
        RETURNING batch_key
        """;

    // The lane continues, so each item needs its own record.
    private const string Thread =
        $"""
        WITH open_lane AS MATERIALIZED (SELECT lane_key, cursor FROM lane WHERE graph_key = $1 AND state = {Stored.LaneState.Open}),
        canceled AS (
            INSERT INTO item_outcome (batch_key, sequence, status, code, message, retryable)
            SELECT i.batch_key, i.sequence, {Stored.ItemStatus.Canceled}, $2, $3, false
            FROM open_lane l JOIN lane_item i ON i.lane_key = l.lane_key AND i.position >= l.cursor
            WHERE i.thread_key = $5
            ON CONFLICT (batch_key, sequence) DO NOTHING RETURNING batch_key)
        INSERT INTO batch_progress AS p (batch_key, slot, canceled)
        SELECT batch_key, $4, count(*) FROM canceled GROUP BY batch_key ORDER BY batch_key
        ON CONFLICT (batch_key, slot) DO UPDATE SET canceled = p.canceled + excluded.canceled
        RETURNING batch_key
        """;

    /// <summary>Ends all lanes of a deleted graph.</summary>
    /// <returns>The affected batches.</returns>
    public static async ValueTask<List<long>> CancelGraphAsync(
        NpgsqlConnection connection, long graphKey, string what, CancellationToken cancellationToken)
    {
        var lanes = await connection.Statement(OpenLanes, graphKey).RowsAsync(r => r.GetInt64(0), cancellationToken);
        return await CancelLanesAsync(connection, [.. lanes], Message(what), cancellationToken);
    }

    /// <summary>Ends lanes that are still open.</summary>
    /// <param name="connection">Inside the transaction that holds their graphs.</param>
    /// <param name="laneKeys">The lanes.</param>
    /// <param name="because">The reason in their items' error; null: their batch was canceled.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The affected batches.</returns>
    public static ValueTask<List<long>> CancelLanesAsync(
        NpgsqlConnection connection, long[] laneKeys, string? because, CancellationToken cancellationToken)
    {
        var statement = connection.Statement(Lanes, laneKeys, because, ProgressSlot);
        statement.Parameters[1].NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text;
        return statement.Long().RowsAsync(r => r.GetInt64(0), cancellationToken);
    }

    /// <summary>Cancels the thread's items that have not ended; the lanes continue and skip them.</summary>
    /// <returns>The affected batches.</returns>
    public static ValueTask<List<long>> CancelThreadAsync(
        NpgsqlConnection connection, long graphKey, long threadKey, string what, CancellationToken cancellationToken) =>
        connection
            .Statement(Thread, graphKey, ErrorCodes.DestinationDeleted, Message(what), ProgressSlot, threadKey)
            .Long()
            .RowsAsync(r => r.GetInt64(0), cancellationToken);

    private static string Message(string what) => $"{what} was deleted before this item was ingested";
}
