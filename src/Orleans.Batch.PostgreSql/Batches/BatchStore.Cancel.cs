using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Batches;

public sealed partial class BatchStore
{
    // The version changes, so that a process about to end the batch reads it again.
    private const string RequestCancel =
        """
        UPDATE batch SET cancel_requested_at = t.now, paused_at = NULL, version = version + 1, updated_at = t.now
        FROM (SELECT sql_now() AS now OFFSET 0) t WHERE batch_key = $1
        """;

    // The batch has no lanes and will have none: all its items end with it.
    private const string EndQueued =
        """
        WITH ended AS (
            UPDATE batch SET status = 7, completed_at = cancel_requested_at WHERE batch_key = $1 RETURNING batch_key, item_count)
        INSERT INTO batch_progress (batch_key, slot, canceled) SELECT batch_key, $2, item_count FROM ended
        """;

    private const string LanesToCancel =
        """
        SELECT lane_key, graph_key FROM lane
        WHERE lane_key >= ($1 << 20) AND lane_key > $2 AND lane_key < (($1 + 1) << 20) AND state = 0
        ORDER BY lane_key LIMIT $3
        """;

    private const string LockGraphs =
        "SELECT FROM graph_state WHERE graph_key = ANY($1) ORDER BY graph_key FOR NO KEY UPDATE";

    /// <inheritdoc/>
    public async ValueTask<UpdatedBatch> RequestCancelAsync(
        ProjectId project, Guid batchId, int? version, CancellationToken cancellationToken)
    {
        List<short> shards = [];
        var operated = await database.WriteAsync(async connection =>
        {
            // Waits for preparing, which locks the row: afterwards the batch has all its lanes, or never gets any.
            var (batchKey, status, _) = await LockAsync(connection, project, batchId, cancellationToken);
            await RequireVersionAsync(connection, batchId, batchKey, version, cancellationToken);
            var (_, before) = (await FindAsync(connection, project, batchId, cancellationToken))!.Value;
            if (before.CancelRequestedAt is not null)
            {
                return new UpdatedBatch(batchKey, before, Changed: false);
            }

            if (status == BatchStatus.Draft)
            {
                throw BatchServiceException.Conflict(
                    ErrorCodes.NotProcessed, $"batch {batchId} is a draft: nothing of it runs. To get rid of it, delete it");
            }

            RequireRunning(before, "there is nothing left to cancel");
            await connection.Statement(RequestCancel, batchKey).RunAsync(cancellationToken);
            if (status == BatchStatus.Queued)
            {
                await connection.Statement(EndQueued, batchKey, LaneCancellation.ProgressSlot).RunAsync(cancellationToken);
                shards = await connection
                    .Statement(BatchCompleted.OfBatch, Guid.CreateVersion7(), (long)queue.Shards, batchKey)
                    .RowsAsync(r => r.GetInt16(0), cancellationToken);
            }

            var (_, after) = (await FindAsync(connection, project, batchId, cancellationToken))!.Value;
            return new UpdatedBatch(batchKey, after, Changed: true);
        }, cancellationToken);
        await queue.WakeAsync(shards);
        return operated;
    }

    /// <inheritdoc/>
    public ValueTask<OpenLanes> CancelLanesAsync(
        long batchKey, long afterLaneKey, int limit, CancellationToken cancellationToken) =>
        database.Ingestion.TransactAsync(
            async connection =>
            {
                var lanes = await connection
                    .Statement(LanesToCancel, batchKey, afterLaneKey, (long)limit)
                    .RowsAsync(r => (Lane: r.GetInt64(0), Graph: r.GetInt64(1)), cancellationToken);
                if (lanes.Count == 0)
                {
                    return new OpenLanes([], afterLaneKey);
                }

                await connection.Statement(LockGraphs, lanes.Select(l => l.Graph).ToArray()).RunAsync(cancellationToken);
                await LaneCancellation.CancelLanesAsync(connection, [.. lanes.Select(l => l.Lane)], null, cancellationToken);
                return new OpenLanes([.. lanes.Select(l => new OpenLane(l.Graph, Items: 0))], lanes[^1].Lane);
            },
            cancellationToken);

    private static void RequireRunning(BatchSummary batch, string consequence)
    {
        if (batch.Status is not (BatchStatus.Queued or BatchStatus.Processing))
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.AlreadyEnded,
                $"batch {batch.BatchId} ended {batch.Status.ToString().ToLowerInvariant()}: {consequence}");
        }
    }
}
