using Npgsql;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>The runs of prepared batches in PostgreSQL: their lanes, their samples and their end.</summary>
internal sealed class BatchRunStore(Database database, DeliveryQueue queue) : IBatchRunStore
{
    private const string Run =
        $"""
        SELECT b.batch_uuid, b.status, b.version, b.item_count, coalesce(b.lane_count, 0), b.trace_parent,
               coalesce(p.lanes_ended, 0), coalesce(p.succeeded, 0), coalesce(p.failed, 0),
               coalesce(p.skipped, 0), coalesce(p.canceled, 0),
               b.cancel_requested_at IS NOT NULL, b.paused_at IS NOT NULL,
               b.project_key, b.priority, coalesce(b.process_number, 0),
               CASE WHEN b.extraction <> {Stored.ExtractionMode.Model} OR b.status <> {Stored.BatchStatus.Processing} THEN 0
                    WHEN b.windows_after < (b.batch_key << 20) + b.lane_count - 1 THEN 1
                    WHEN EXISTS (SELECT FROM model_window WHERE batch_key = b.batch_key AND error_code IS NULL) THEN 2
                    ELSE 0 END,
               coalesce(p.unextracted, 0),
               b.replaces AND EXISTS (
                   SELECT FROM proposal WHERE batch_key = b.batch_key
                     AND state IN {Stored.ProposalState.Closing} AND has_rows),
               b.import_key
        FROM batch b
        LEFT JOIN LATERAL (
            SELECT sum(lanes_ended)::int AS lanes_ended, sum(succeeded)::int AS succeeded,
                   sum(failed)::int AS failed, sum(skipped)::int AS skipped, sum(canceled)::int AS canceled,
                   sum(unextracted)::int AS unextracted
            FROM batch_progress WHERE batch_key = b.batch_key) p ON true
        WHERE b.batch_key = $1
        """;

    private const string OpenLanesAfter =
        $"""
        SELECT lane_key, graph_key, total - cursor FROM lane
        WHERE lane_key >= ($1 << 20) AND lane_key > $2 AND lane_key < (($1 + 1) << 20) AND state = {Stored.LaneState.Open}
        ORDER BY lane_key LIMIT $3
        """;

    private const string LockGraphs =
        "SELECT FROM graph_state WHERE graph_key = ANY($1) ORDER BY graph_key FOR NO KEY UPDATE";

    // One statement is one transaction: status and message are written together or not at all.
    private const string Finish =
        $"""
        WITH ended AS (
            UPDATE batch SET status = $5, version = version + 1, completed_at = t.now, updated_at = t.now
            FROM (SELECT sql_now() AS now OFFSET 0) t
            WHERE batch_key = $3 AND version = $4 AND status = {Stored.BatchStatus.Processing}
            RETURNING batch_key, batch_uuid, project_key, processed_at, completed_at),
        {BatchCompleted.Parts}
        SELECT completed_at - processed_at, ARRAY(SELECT shard FROM delivery) FROM ended
        """;

    /// <inheritdoc/>
    public ValueTask<BatchRun?> ReadRunAsync(long batchKey, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => database.Background
            .Statement(Run, batchKey)
            .RowAsync(r => ReadRun(r, batchKey), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<OpenLanes> ReadOpenLanesAsync(
        long batchKey, long afterLaneKey, int limit, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var lanes = await database.Background
                .Statement(OpenLanesAfter, batchKey, afterLaneKey, (long)limit)
                .RowsAsync(ReadLane, cancellationToken);
            return ToOpenLanes(lanes, afterLaneKey);
        });

    /// <inheritdoc/>
    public ValueTask<OpenLanes> CancelLanesAsync(
        long batchKey, long afterLaneKey, int limit, CancellationToken cancellationToken) =>
        database.Ingestion.TransactAsync(
            async connection =>
            {
                var lanes = await connection
                    .Statement(OpenLanesAfter, batchKey, afterLaneKey, (long)limit)
                    .RowsAsync(ReadLane, cancellationToken);
                if (lanes.Count > 0)
                {
                    await connection.Statement(LockGraphs, lanes.Select(l => l.Lane.GraphKey).ToArray()).RunAsync(cancellationToken);
                    await LaneCancellation.CancelLanesAsync(connection, [.. lanes.Select(l => l.Key)], null, cancellationToken);
                }

                return ToOpenLanes(lanes.ConvertAll(l => (l.Key, l.Lane with { Items = 0 })), afterLaneKey);
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask AddSampleAsync(long batchKey, TimeSpan? stillUntil, CancellationToken cancellationToken) =>
        ProgressSamples.AddAsync(database.Background, batchKey, stillUntil, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<TimeSpan?> FinishAsync(BatchRun run, BatchStatus outcome, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            object[] values = [Guid.CreateVersion7(), (long)queue.Shards, run.BatchKey, run.Version, (short)outcome];
            var (duration, shards) = run.ImportKey is null
                ? await ReadEndAsync(database.Background.Statement(Finish, values))
                : await database.Background.TransactAsync(FinishPartAsync, cancellationToken);
            if (shards is null)
            {
                return (TimeSpan?)null;
            }

            await queue.WakeAsync(shards);
            await Statistics.RefreshAsync(database.Background, cancellationToken);
            return duration;

            ValueTask<(TimeSpan Duration, short[]? Shards)> ReadEndAsync(NpgsqlCommand finish) =>
                finish.RowAsync(r => (r.GetFieldValue<TimeSpan>(0), (short[]?)r.GetFieldValue<short[]>(1)), cancellationToken);

            // The import may end with it, in the same transaction.
            async ValueTask<(TimeSpan Duration, short[]? Shards)> FinishPartAsync(NpgsqlConnection connection)
            {
                var import = await ImportLock.TakeOfBatchAsync(connection, run.BatchKey, cancellationToken);
                var end = await ReadEndAsync(connection.Statement(Finish, values));
                return end.Shards is null
                    ? end
                    : (end.Duration, [.. end.Shards, .. await ImportEnd.TryAsync(connection, import, queue.Shards, cancellationToken)]);
            }
        });

    private static BatchRun ReadRun(NpgsqlDataReader row, long batchKey) => new(
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
        TraceParent: row.Text(5),
        Windows: (WindowState)row.GetInt32(16),
        Unextracted: row.GetInt32(17),
        ClosesProposal: row.GetBoolean(18),
        ImportKey: row.Maybe<long>(19));

    private static (long Key, OpenLane Lane) ReadLane(NpgsqlDataReader row) =>
        (row.GetInt64(0), new OpenLane(row.GetInt64(1), row.GetInt32(2)));

    private static OpenLanes ToOpenLanes(List<(long Key, OpenLane Lane)> lanes, long afterLaneKey) =>
        new(lanes.ConvertAll(l => l.Lane), lanes.Count == 0 ? afterLaneKey : lanes[^1].Key);
}
