using Npgsql;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Pauses or resumes a batch.</summary>
internal static class BatchPause
{
    // One that is being canceled cannot be paused, and one that is paused already keeps its moment.
    private const string Pause =
        """
        WITH paused AS (
            UPDATE batch SET paused_at = t.now, version = version + 1, updated_at = t.now
            FROM (SELECT sql_now() AS now OFFSET 0) t
            WHERE batch_key = ANY ($1) AND paused_at IS NULL AND cancel_requested_at IS NULL
            RETURNING batch_key, paused_at),
        recorded AS (INSERT INTO batch_pause (batch_key, paused_at) SELECT batch_key, paused_at FROM paused)
        SELECT batch_key FROM paused
        """;

    private const string Resume =
        """
        WITH resumed AS (
            UPDATE batch SET paused_at = NULL, version = version + 1, updated_at = t.now
            FROM (SELECT sql_now() AS now OFFSET 0) t
            WHERE batch_key = ANY ($1) AND paused_at IS NOT NULL
            RETURNING batch_key, updated_at),
        recorded AS (
            UPDATE batch_pause p SET resumed_at = r.updated_at FROM resumed r
            WHERE p.batch_key = r.batch_key AND p.resumed_at IS NULL)
        SELECT batch_key FROM resumed
        """;

    public static async ValueTask<UpdatedBatch> RunAsync(
        WriteTransaction connection,
        ProjectId project,
        Guid batchId,
        bool paused,
        int? version,
        CancellationToken cancellationToken)
    {
        var (batchKey, status, _) = await BatchLookup.LockAsync(connection, project, batchId, cancellationToken);
        await RunningBatch.RequireVersionAsync(connection, batchId, batchKey, version, cancellationToken);
        var (_, before) = await BatchLookup.GetAsync(connection, project, batchId, cancellationToken);
        if (status == BatchStatus.Draft)
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.NotProcessed, $"batch {batchId} is a draft: nothing of it runs until it is processed");
        }

        RunningBatch.Require(before, paused ? "there is nothing left to pause" : "there is nothing left to resume");
        if (before.CancelRequestedAt is not null && paused)
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.CancelRequested, $"batch {batchId} is being canceled and cannot be paused any more");
        }

        if (before.PausedAt is not null == paused)
        {
            return new UpdatedBatch(batchKey, before, Changed: false);
        }

        await SetAsync(connection, [batchKey], paused, cancellationToken);
        var (_, after) = await BatchLookup.GetAsync(connection, project, batchId, cancellationToken);
        return new UpdatedBatch(batchKey, after, Changed: true);
    }

    /// <summary>Pauses or resumes batches that run and whose rows are locked.</summary>
    /// <returns>The keys of those that it changed.</returns>
    public static ValueTask<List<long>> SetAsync(
        NpgsqlConnection connection, long[] batchKeys, bool paused, CancellationToken cancellationToken) => connection
        .Statement(paused ? Pause : Resume, batchKeys)
        .RowsAsync(r => r.GetInt64(0), cancellationToken);
}
