using Npgsql;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

public sealed partial class BatchStore
{
    private const string Hold =
        """
        WITH held AS (
            UPDATE batch SET paused_at = t.now, version = version + 1, updated_at = t.now
            FROM (SELECT sql_now() AS now OFFSET 0) t WHERE batch_key = $1 RETURNING batch_key, paused_at)
        INSERT INTO batch_pause (batch_key, paused_at) SELECT batch_key, paused_at FROM held
        """;

    private const string LetGo =
        """
        WITH let_go AS (
            UPDATE batch SET paused_at = NULL, version = version + 1, updated_at = t.now
            FROM (SELECT sql_now() AS now OFFSET 0) t WHERE batch_key = $1 RETURNING batch_key, updated_at)
        UPDATE batch_pause p SET resumed_at = l.updated_at FROM let_go l
        WHERE p.batch_key = l.batch_key AND p.resumed_at IS NULL
        """;

    /// <inheritdoc/>
    public ValueTask<UpdatedBatch> SetPausedAsync(
        ProjectId project, Guid batchId, bool paused, int? version, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                var (batchKey, status, _) = await LockAsync(connection, project, batchId, cancellationToken);
                await RequireVersionAsync(connection, batchId, batchKey, version, cancellationToken);
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
                    return new UpdatedBatch(batchKey, before, Changed: false);
                }

                await connection.Statement(paused ? Hold : LetGo, batchKey).RunAsync(cancellationToken);
                var (_, after) = (await FindAsync(connection, project, batchId, cancellationToken))!.Value;
                return new UpdatedBatch(batchKey, after, Changed: true);
            },
            cancellationToken);

    // The row is locked.
    private static async ValueTask RequireVersionAsync(
        NpgsqlConnection connection, Guid batchId, long batchKey, int? version, CancellationToken cancellationToken)
    {
        if (version is not { } wanted)
        {
            return;
        }

        var now = await connection.Statement("SELECT version FROM batch WHERE batch_key = $1", batchKey)
            .RowAsync(r => r.GetInt32(0), cancellationToken);
        if (now != wanted)
        {
            throw new BatchVersionConflictException(batchId, wanted, now);
        }
    }
}
