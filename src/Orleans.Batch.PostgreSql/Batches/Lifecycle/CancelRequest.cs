using Npgsql;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Records that a batch is to be canceled, and ends one that has no lanes.</summary>
internal static class CancelRequest
{
    // The version changes, so that a process about to end the batch reads it again.
    private const string Request =
        """
        UPDATE batch SET cancel_requested_at = t.now, paused_at = NULL, version = version + 1, updated_at = t.now
        FROM (SELECT sql_now() AS now OFFSET 0) t WHERE batch_key = ANY ($1) AND cancel_requested_at IS NULL
        RETURNING batch_key, status
        """;

    // The batch has no lanes and will have none: all its items end with it.
    private const string EndQueued =
        $"""
        WITH ended AS (
            UPDATE batch SET status = {Stored.BatchStatus.Canceled}, completed_at = cancel_requested_at
            WHERE batch_key = $1 RETURNING batch_key, item_count)
        INSERT INTO batch_progress (batch_key, slot, canceled) SELECT batch_key, $2, item_count FROM ended
        """;

    /// <returns>The batch, and the shards with new webhook deliveries.</returns>
    public static async ValueTask<(UpdatedBatch Batch, List<short> Shards)> RunAsync(
        WriteTransaction connection,
        DeliveryQueue queue,
        ProjectId project,
        Guid batchId,
        int? version,
        CancellationToken cancellationToken)
    {
        var import = await ImportLock.TakeOfBatchAsync(connection, project, batchId, cancellationToken);

        // Waits for preparing, which locks the row: afterwards the batch has all its lanes, or never gets any.
        var (batchKey, status, _) = await BatchLookup.LockAsync(connection, project, batchId, cancellationToken);
        await RunningBatch.RequireVersionAsync(connection, batchId, batchKey, version, cancellationToken);
        var (_, before) = await BatchLookup.GetAsync(connection, project, batchId, cancellationToken);
        if (before.CancelRequestedAt is not null)
        {
            return (new(batchKey, before, Changed: false), []);
        }

        if (status == BatchStatus.Draft)
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.NotProcessed, $"batch {batchId} is a draft: nothing of it runs. To get rid of it, delete it");
        }

        RunningBatch.Require(before, "there is nothing left to cancel");
        await RequestAsync(connection, [batchKey], cancellationToken);
        List<short> shards = [];
        if (status == BatchStatus.Queued)
        {
            shards = await EndQueuedAsync(connection, queue, batchKey, cancellationToken);
            shards.AddRange(await ImportEnd.TryAsync(connection, import, queue.Shards, cancellationToken));
        }

        var (_, after) = await BatchLookup.GetAsync(connection, project, batchId, cancellationToken);
        return (new(batchKey, after, Changed: true), shards);
    }

    /// <summary>Records it for batches that run and whose rows are locked.</summary>
    /// <returns>Those for which it was not recorded before.</returns>
    public static ValueTask<List<(long Key, BatchStatus Status)>> RequestAsync(
        NpgsqlConnection connection, long[] batchKeys, CancellationToken cancellationToken) => connection
        .Statement(Request, batchKeys)
        .RowsAsync(r => (r.GetInt64(0), (BatchStatus)r.GetInt16(1)), cancellationToken);

    /// <summary>Ends a queued batch, whose row is locked and whose cancellation is requested.</summary>
    /// <returns>The shards with new webhook deliveries.</returns>
    public static async ValueTask<List<short>> EndQueuedAsync(
        NpgsqlConnection connection, DeliveryQueue queue, long batchKey, CancellationToken cancellationToken)
    {
        await connection.Statement(EndQueued, batchKey, LaneCancellation.ProgressSlot).RunAsync(cancellationToken);
        return await BatchCompleted.WriteAsync(connection, batchKey, queue.Shards, cancellationToken);
    }
}
