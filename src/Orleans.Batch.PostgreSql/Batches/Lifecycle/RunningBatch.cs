using Npgsql;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Refuses changes of a batch that has ended, or that has changed since the caller read it.</summary>
internal static class RunningBatch
{
    public static void Require(BatchSummary batch, string consequence)
    {
        if (batch.Status is not (BatchStatus.Queued or BatchStatus.Processing))
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.AlreadyEnded,
                $"batch {batch.BatchId} ended {batch.Status.ToString().ToLowerInvariant()}: {consequence}");
        }
    }

    /// <summary>Throws unless a batch, whose row is locked, has the version; null is any version.</summary>
    public static async ValueTask RequireVersionAsync(
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
