using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Batches;

public sealed partial class BatchStore
{
    // One statement is one transaction: status and message are written together or not at all.
    private const string Finish =
        $"""
        WITH ended AS (
            UPDATE batch SET status = $5, version = version + 1, completed_at = t.now, updated_at = t.now
            FROM (SELECT sql_now() AS now OFFSET 0) t
            WHERE batch_key = $3 AND version = $4 AND status = 2
            RETURNING batch_uuid, project_key, processed_at, completed_at),
        {BatchCompleted.Parts}
        SELECT completed_at - processed_at, ARRAY(SELECT shard FROM delivery) FROM ended
        """;

    /// <inheritdoc/>
    public ValueTask<BatchRun?> ReadRunAsync(long batchKey, CancellationToken cancellationToken) =>
        StoreFaults.Translate<BatchRun?>(async () =>
        {
            await using var command = database.Background.CreateCommand(
                """
                SELECT b.batch_uuid, b.status, b.version, b.item_count, coalesce(b.lane_count, 0), b.trace_parent,
                       coalesce(p.lanes_ended, 0), coalesce(p.succeeded, 0), coalesce(p.failed, 0),
                       coalesce(p.skipped, 0), coalesce(p.canceled, 0),
                       b.cancel_requested_at IS NOT NULL, b.paused_at IS NOT NULL,
                       b.project_key, b.priority, coalesce(b.process_number, 0)
                FROM batch b
                LEFT JOIN LATERAL (
                    SELECT sum(lanes_ended)::int AS lanes_ended, sum(succeeded)::int AS succeeded,
                           sum(failed)::int AS failed, sum(skipped)::int AS skipped, sum(canceled)::int AS canceled
                    FROM batch_progress WHERE batch_key = b.batch_key) p ON true
                WHERE b.batch_key = $1
                """);
            command.Parameters.Add(new() { Value = batchKey });
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            return !await row.ReadAsync(cancellationToken) ? null : new BatchRun(
                batchKey,
                row.GetGuid(0),
                row.GetInt64(13),
                row.GetInt16(14),
                row.GetInt64(15),
                (BatchStatus)row.GetInt16(1),
                row.GetInt32(2),
                Items: row.GetInt32(3),
                Lanes: row.GetInt32(4),
                LanesEnded: row.GetInt32(6),
                Succeeded: row.GetInt32(7),
                Failed: row.GetInt32(8),
                Skipped: row.GetInt32(9),
                Canceled: row.GetInt32(10),
                CancelRequested: row.GetBoolean(11),
                Paused: row.GetBoolean(12),
                TraceParent: row.IsDBNull(5) ? null : row.GetString(5));
        });

    /// <inheritdoc/>
    public ValueTask<OpenLanes> ReadOpenLanesAsync(
        long batchKey, long afterLaneKey, int limit, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await using var command = database.Background.CreateCommand(
                """
                SELECT graph_key, lane_key, total - cursor FROM lane
                WHERE lane_key >= ($1 << 20) AND lane_key > $2 AND lane_key < (($1 + 1) << 20) AND state = 0
                ORDER BY lane_key LIMIT $3
                """);
            command.Parameters.Add(new() { Value = batchKey });
            command.Parameters.Add(new() { Value = afterLaneKey });
            command.Parameters.Add(new() { Value = limit });
            var lanes = new List<OpenLane>();
            var last = afterLaneKey;
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                lanes.Add(new OpenLane(row.GetInt64(0), row.GetInt32(2)));
                last = row.GetInt64(1);
            }

            return new OpenLanes(lanes, last);
        });

    /// <inheritdoc/>
    public ValueTask<TimeSpan?> FinishAsync(BatchRun run, BatchStatus outcome, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var (duration, shards) = await database.Background
                .Statement(Finish, Guid.CreateVersion7(), (long)queue.Shards, run.BatchKey, run.Version, (short)outcome)
                .RowAsync(r => (r.GetFieldValue<TimeSpan>(0), r.GetFieldValue<short[]>(1)), cancellationToken);
            if (shards is null)
            {
                return (TimeSpan?)null;
            }

            await queue.WakeAsync(shards);
            await Statistics.RefreshAsync(database.Background, cancellationToken);
            return duration;
        });

    /// <inheritdoc/>
    public ValueTask<long?> FindNextQueuedAsync(long batchKey, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await using var command = database.Background.CreateCommand(
                """
                SELECT n.batch_key FROM batch b JOIN batch n USING (project_key)
                WHERE b.batch_key = $1 AND n.status = 1 ORDER BY n.process_number LIMIT 1
                """);
            command.Parameters.Add(new() { Value = batchKey });
            return await command.ExecuteScalarAsync(cancellationToken) is long next ? next : (long?)null;
        });
}
