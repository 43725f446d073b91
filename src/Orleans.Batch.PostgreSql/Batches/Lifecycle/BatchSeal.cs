using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Seals a draft: it is queued and has its place in the process order of its project.</summary>
internal static class BatchSeal
{
    // OFFSET 0 makes it one moment: otherwise the planner would evaluate the clock once per column.
    // A batch of a paused import is paused from the start.
    private const string Queue =
        $"""
        WITH queued AS (
            UPDATE batch b SET status = {Stored.BatchStatus.Queued}, version = version + 1, trace_parent = $2,
                   process_number = p.process_counter, processed_at = t.now, updated_at = t.now,
                   paused_at = (SELECT t.now FROM import WHERE import_key = b.import_key AND paused_at IS NOT NULL)
            FROM project p, (SELECT sql_now() AS now OFFSET 0) t
            WHERE b.batch_key = $1 AND p.project_key = b.project_key
            RETURNING b.batch_key, b.paused_at)
        INSERT INTO batch_pause (batch_key, paused_at) SELECT batch_key, paused_at FROM queued WHERE paused_at IS NOT NULL
        """;

    public static async ValueTask<IdempotentResult<SealedBatch>> RunAsync(
        WriteTransaction connection,
        ProjectId project,
        Guid batchId,
        string? traceParent,
        IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        if (await KeyedCall.EnterAsync(connection, project, key, cancellationToken) is not null)
        {
            var first = await BatchLookup.GetAsync(connection, project, batchId, cancellationToken);
            return new IdempotentResult<SealedBatch>(new(first.BatchKey, AsSealed(first.Summary)), Replayed: true);
        }

        var import = await ImportLock.ShareOfBatchAsync(connection, project, batchId, cancellationToken);
        var found = await BatchLookup.LockAsync(connection, project, batchId, cancellationToken);
        if (found.Status != BatchStatus.Draft)
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.AlreadyProcessed, $"batch {batchId} has already been processed");
        }

        import?.RequireNotCanceled($"batch {batchId} of it cannot be processed; delete it");
        if (found.Items == 0)
        {
            throw BatchServiceException.Invalid(
                ErrorCodes.EmptyBatch, $"batch {batchId} is empty; add items before processing it");
        }

        await QueueAsync(connection, project, found.BatchKey, traceParent, cancellationToken);
        await KeyedCall.RecordAsync(
            connection, project, key, () => found.BatchKey.ToString(CultureInfo.InvariantCulture), cancellationToken);
        var sealedBatch = await BatchLookup.GetAsync(connection, project, batchId, cancellationToken);
        return new IdempotentResult<SealedBatch>(new(sealedBatch.BatchKey, sealedBatch.Summary), Replayed: false);
    }

    /// <summary>Queues a batch that is a draft and that the transaction has locked or made; its import is locked, too.</summary>
    public static async ValueTask QueueAsync(
        NpgsqlConnection connection, ProjectId project, long batchKey, string? traceParent, CancellationToken cancellationToken)
    {
        await using var commands = new NpgsqlBatch(connection);
        commands.BatchCommands.Add(new("UPDATE project SET process_counter = process_counter + 1 WHERE project_key = $1")
        {
            Parameters = { new() { Value = project.Value } },
        });
        commands.BatchCommands.Add(new(Queue)
        {
            Parameters = { new() { Value = batchKey }, Statements.Nullable(traceParent, NpgsqlDbType.Text) },
        });
        await commands.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The answer of the call that sealed a batch: a repeat gets it again, even if the batch has changed since.</summary>
    public static BatchSummary AsSealed(BatchSummary now) => now with
    {
        Status = BatchStatus.Queued,
        UpdatedAt = now.ProcessedAt ?? now.UpdatedAt,
        CompletedAt = null,
        CancelRequestedAt = null,
        PausedAt = now.PausedAt == now.ProcessedAt ? now.PausedAt : null,
        Progress = new BatchProgress { TotalItems = now.ItemCount, QueuedItems = now.ItemCount },
    };
}
