using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Creates a batch from the items of an ended one that can be retried.</summary>
internal static class RetryCreation
{
    // A retry is part of the import, even if that is closed; not if it was canceled, where nothing more may run.
    // Pending items exist only in invalid batches, since the attempt has ended.
    private const string Create =
        $"""
        WITH chosen AS MATERIALIZED (
            SELECT row_number() OVER (ORDER BY sequence) - 1 AS place, t.*
            FROM ({RetryAttempts.All}) t
            WHERE {RetryAttempts.HasEnded} AND item_status = ANY($3) AND NOT superseded
              AND ($4::text[] IS NULL
                   OR (item_status IN ({Stored.ItemStatus.Failed}, {Stored.ItemStatus.Canceled}) AND code = ANY($4)))
              AND ($5::int[] IS NULL OR sequence = ANY($5))),
        made AS (
            INSERT INTO batch (project_key, batch_uuid, extraction, ignore_roles, strict_ontology, metadata, priority, item_count,
                               extracts_stored, replaces, model, retry_of, retries_canceled, import_key, created_at, updated_at)
            SELECT b.project_key, $2, b.extraction, b.ignore_roles, b.strict_ontology, b.metadata, b.priority,
                   (SELECT count(*) FROM chosen), b.extracts_stored, b.replaces, b.model, b.batch_uuid,
                   (SELECT count(*) FROM chosen WHERE item_status = {Stored.ItemStatus.Canceled}),
                   (SELECT import_key FROM import WHERE import_key = b.import_key AND cancel_requested_at IS NULL), t.now, t.now
            FROM batch b, (SELECT sql_now() AS now OFFSET 0) t
            WHERE b.batch_key = $1 AND EXISTS (SELECT FROM chosen)
            RETURNING batch_key, replaces),
        proposing AS (INSERT INTO proposal (batch_key) SELECT batch_key FROM made WHERE replaces),
        linked AS (
            INSERT INTO item_retry (batch_key, sequence, retry_key, retry_sequence, episode_uuid)
            SELECT c.batch_key, c.attempt_sequence, m.batch_key, c.place, c.episode_uuid FROM chosen c, made m),
        copied AS (
            INSERT INTO batch_item (batch_key, sequence, episode_uuid, kind, role, destination_kind, destination_id)
            SELECT m.batch_key, c.place, s.episode_uuid, s.kind, s.role, s.destination_kind, s.destination_id
            FROM chosen c CROSS JOIN made m
            CROSS JOIN LATERAL (SELECT * FROM batch_item
                                WHERE batch_key = c.batch_key AND sequence = c.attempt_sequence LIMIT 1) s)
        SELECT batch_key FROM made
        """;

    public static async ValueTask<IdempotentResult<SealedBatch>> RunAsync(
        WriteTransaction connection,
        ProjectId project,
        Guid batchId,
        RetryRequest order,
        IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        if (await KeyedCall.EnterAsync(connection, project, key, cancellationToken) is { } recorded)
        {
            var first = await BatchLookup.GetAsync(connection, project, Guid.Parse(recorded), cancellationToken);
            return new IdempotentResult<SealedBatch>(
                new(first.BatchKey, order.Process ? BatchSeal.AsSealed(first.Summary) : first.Summary), Replayed: true);
        }

        await connection.Statement(RetryLock.Take, project.Value).RunAsync(cancellationToken);
        var import = await ImportLock.ShareOfBatchAsync(connection, project, batchId, cancellationToken);
        import?.RequireNotUndone("its items cannot be retried; load what you need again");
        var (batchKey, status, items) = await BatchLookup.LockAsync(connection, project, batchId, cancellationToken);
        RequireEnded(batchId, status);
        if (order.Sequences is { } sequences)
        {
            await RetryAttempts.RequireRetryableAsync(connection, batchId, (batchKey, items), sequences, cancellationToken);
        }

        var newKey = await CreateAsync(connection, batchKey, order, cancellationToken);
        if (newKey == 0)
        {
            throw await RetryAttempts.NothingToRetryAsync(connection, batchId, batchKey, cancellationToken);
        }

        if (order.Process)
        {
            await BatchSeal.QueueAsync(connection, project, newKey, order.TraceParent, cancellationToken);
        }

        await KeyedCall.RecordAsync(connection, project, key, () => order.NewBatchId.ToString(), cancellationToken);
        var made = await BatchLookup.GetAsync(connection, project, order.NewBatchId, cancellationToken);
        return new IdempotentResult<SealedBatch>(new(newKey, made.Summary), Replayed: false);
    }

    /// <summary>Creates the draft of an ended batch; <see cref="RetryLock"/> is held.</summary>
    /// <returns>Its key; 0 when no item can be retried.</returns>
    public static ValueTask<long> CreateAsync(
        NpgsqlConnection connection, long batchKey, RetryRequest order, CancellationToken cancellationToken)
    {
        var statement = connection.Statement(
            Create,
            batchKey,
            order.NewBatchId,
            order.Statuses.Select(s => (short)s).ToArray(),
            order.Codes?.ToArray(),
            order.Sequences?.ToArray());
        statement.Parameters[3].NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text;
        statement.Parameters[4].NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer;
        return statement.Long().RowAsync(r => r.GetInt64(0), cancellationToken);
    }

    private static void RequireEnded(Guid batchId, BatchStatus status)
    {
        if (status == BatchStatus.Draft)
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.NotProcessed, $"batch {batchId} is a draft: nothing of it has run, so there is nothing to retry. Process it");
        }

        if (status is BatchStatus.Queued or BatchStatus.Processing)
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.StillRunning, $"batch {batchId} has not ended: wait for it, or cancel it, then retry what is left");
        }
    }
}
