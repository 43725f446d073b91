using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Pauses or resumes a batch.</summary>
internal static class BatchPause
{
    private const string Pause =
        """
        WITH held AS (
            UPDATE batch SET paused_at = t.now, version = version + 1, updated_at = t.now
            FROM (SELECT sql_now() AS now OFFSET 0) t WHERE batch_key = $1 RETURNING batch_key, paused_at)
        INSERT INTO batch_pause (batch_key, paused_at) SELECT batch_key, paused_at FROM held
        """;

    private const string Resume =
        """
        WITH let_go AS (
            UPDATE batch SET paused_at = NULL, version = version + 1, updated_at = t.now
            FROM (SELECT sql_now() AS now OFFSET 0) t WHERE batch_key = $1 RETURNING batch_key, updated_at)
        UPDATE batch_pause p SET resumed_at = l.updated_at FROM let_go l
        WHERE p.batch_key = l.batch_key AND p.resumed_at IS NULL
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

        await connection.Statement(paused ? Pause : Resume, batchKey).RunAsync(cancellationToken);
        var (_, after) = await BatchLookup.GetAsync(connection, project, batchId, cancellationToken);
        return new UpdatedBatch(batchKey, after, Changed: true);
    }
}
