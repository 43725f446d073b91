using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

public sealed partial class BatchStore
{
    private const string SetPaused =
        """
        UPDATE batch SET paused_at = CASE WHEN $2 THEN t.now END, version = version + 1, updated_at = t.now
        FROM (SELECT sql_now() AS now OFFSET 0) t WHERE batch_key = $1
        """;

    /// <inheritdoc/>
    public ValueTask<OperatedBatch> SetPausedAsync(
        ProjectId project, Guid batchId, bool paused, CancellationToken cancellationToken) =>
        database.Requests.TransactAsync(
            async connection =>
            {
                var (batchKey, status, _) = await LockAsync(connection, project, batchId, cancellationToken);
                var (_, before) = (await FindAsync(connection, project, batchId, cancellationToken))!.Value;
                if (status == BatchStatus.Draft)
                {
                    throw BatchServiceException.Conflict(
                        ErrorCodes.NotProcessed, $"batch {batchId} is a draft: nothing of it runs until it is processed");
                }

                RequireRunning(before, paused ? "there is nothing left to pause" : "there is nothing left to resume");
                if (before.CancelRequestedAt is not null && paused)
                {
                    throw BatchServiceException.Conflict(
                        ErrorCodes.CancelRequested, $"batch {batchId} is being canceled and cannot be paused any more");
                }

                if (before.PausedAt is not null == paused)
                {
                    return new OperatedBatch(batchKey, before, Changed: false);
                }

                await connection.Statement(SetPaused, batchKey, paused).RunAsync(cancellationToken);
                var (_, after) = (await FindAsync(connection, project, batchId, cancellationToken))!.Value;
                return new OperatedBatch(batchKey, after, Changed: true);
            },
            cancellationToken);
}
