using System.Globalization;
using Npgsql;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

public sealed partial class BatchStore
{
    /// <inheritdoc/>
    public ValueTask<IdempotentResult<SealedBatch>> SealAsync(
        ProjectId project, Guid batchId, string? traceParent, IdempotencyKey? key, CancellationToken cancellationToken) =>
        database.WriteAsync(key, async connection =>
        {
            if (key is not null && await KeyedCall.EnterAsync(connection, project, key, cancellationToken) is not null)
            {
                var first = await FindAsync(connection, project, batchId, cancellationToken)
                    ?? throw BatchServiceException.NotFound("batch", batchId.ToString());
                return new IdempotentResult<SealedBatch>(new(first.BatchKey, AsSealed(first.Summary)), Replayed: true);
            }

            var found = await LockAsync(connection, project, batchId, cancellationToken);
            if (found.Status != BatchStatus.Draft)
            {
                throw BatchServiceException.Conflict(
                    ErrorCodes.AlreadyProcessed, $"batch {batchId} has already been processed");
            }

            if (found.Items == 0)
            {
                throw BatchServiceException.Invalid(
                    ErrorCodes.EmptyBatch, $"batch {batchId} is empty; add items before processing it");
            }

            await SealAsync(connection, project, found.BatchKey, traceParent, cancellationToken);
            if (key is not null)
            {
                await using var record = new NpgsqlBatch(connection);
                record.BatchCommands.Add(KeyedCall.Record(
                    project, key, found.BatchKey.ToString(CultureInfo.InvariantCulture)));
                await record.ExecuteNonQueryAsync(cancellationToken);
            }

            var sealedBatch = (await FindAsync(connection, project, batchId, cancellationToken))!.Value;
            return new IdempotentResult<SealedBatch>(new(sealedBatch.BatchKey, sealedBatch.Summary), Replayed: false);
        }, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        await database.WriteAsync(async connection =>
        {
            await connection.Statement(RetryLock.Take, project.Value).RunAsync(cancellationToken);
            var found = await LockAsync(connection, project, batchId, cancellationToken);
            if (found.Status is not (BatchStatus.Draft or BatchStatus.Invalid))
            {
                throw BatchServiceException.Conflict(
                    ErrorCodes.AlreadyProcessed,
                    $"batch {batchId} was processed; only a draft or an invalid batch can be deleted");
            }

            await using var commands = new NpgsqlBatch(connection) { Timeout = Statements.LongTimeout };
            foreach (var sql in (ReadOnlySpan<string>)
            [
                .. RetryChain.Undo,
                .. RetryChain.Leave,
                "DELETE FROM episode_data e USING batch_item i WHERE i.batch_key = $1 AND e.episode_uuid = i.episode_uuid AND e.batch_key = $1",
                "DELETE FROM batch_item WHERE batch_key = $1",
                "DELETE FROM item_outcome WHERE batch_key = $1",
                "DELETE FROM batch_progress WHERE batch_key = $1",
                "DELETE FROM batch WHERE batch_key = $1",
            ])
            {
                commands.BatchCommands.Add(new(sql) { Parameters = { new() { Value = found.BatchKey } } });
            }

            await commands.ExecuteNonQueryAsync(cancellationToken);
            return true;
        }, cancellationToken);

    // OFFSET 0 makes it one moment: otherwise the planner would evaluate the clock once per column.
    private static async ValueTask SealAsync(
        NpgsqlConnection connection, ProjectId project, long batchKey, string? traceParent, CancellationToken cancellationToken)
    {
        await using var commands = new NpgsqlBatch(connection);
        commands.BatchCommands.Add(new("UPDATE project SET process_counter = process_counter + 1 WHERE project_key = $1")
        {
            Parameters = { new() { Value = project.Value } },
        });
        commands.BatchCommands.Add(new(
            """
            UPDATE batch b SET status = 1, version = version + 1, trace_parent = $2, process_number = p.process_counter,
                   processed_at = t.now, updated_at = t.now
            FROM project p, (SELECT sql_now() AS now OFFSET 0) t
            WHERE b.batch_key = $1 AND p.project_key = b.project_key
            """)
        {
            Parameters = { new() { Value = batchKey }, Nullable(traceParent, NpgsqlTypes.NpgsqlDbType.Text) },
        });
        await commands.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async ValueTask<(long BatchKey, BatchStatus Status, int Items)> LockAsync(
        WriteTransaction connection, ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        await connection
            .Statement(
                "SELECT batch_key, status, item_count FROM batch WHERE project_key = $1 AND batch_uuid = $2 FOR UPDATE",
                project.Value, batchId)
            .RowAsync(r => ((long, BatchStatus, int)?)(r.GetInt64(0), (BatchStatus)r.GetInt16(1), r.GetInt32(2)), cancellationToken)
        ?? throw BatchServiceException.NotFound("batch", batchId.ToString());

    // A repeated process call gets the first answer again, even if the batch has changed since.
    private static BatchSummary AsSealed(BatchSummary now) => now with
    {
        Status = BatchStatus.Queued,
        UpdatedAt = now.ProcessedAt ?? now.UpdatedAt,
        CompletedAt = null,
        CancelRequestedAt = null,
        PausedAt = null,
        Progress = new BatchProgress { TotalItems = now.ItemCount, QueuedItems = now.ItemCount },
    };
}
