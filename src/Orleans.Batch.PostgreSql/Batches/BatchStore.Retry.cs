using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

public sealed partial class BatchStore
{
    // The items of a batch, each with its last attempt: its status and how it ended. Attempts to make facts from
    // stored episodes form a separate chain.
    private const string Attempts =
        $"""
        SELECT i.sequence, a.batch_key, a.sequence AS attempt_sequence, i.episode_uuid,
               b.batch_uuid, b.status AS batch_status, {ItemStatusOfIt} AS item_status, x.superseded IS NOT NULL AS superseded,
               CASE WHEN o.status IS NOT NULL THEN o.code
                    WHEN l.canceled_because IS NOT NULL THEN '{ErrorCodes.DestinationDeleted}'
                    ELSE '{ErrorCodes.BatchCanceled}' END AS code
        FROM batch own
        JOIN batch_item i ON i.batch_key = own.batch_key
        LEFT JOIN LATERAL (SELECT r.retry_key, r.retry_sequence FROM item_retry r
                           CROSS JOIN LATERAL (SELECT extracts_stored FROM batch WHERE batch_key = r.retry_key LIMIT 1) made
                           WHERE r.episode_uuid = i.episode_uuid AND made.extracts_stored = own.extracts_stored
                           ORDER BY r.retry_key DESC LIMIT 1) last ON true
        CROSS JOIN LATERAL (SELECT coalesce(last.retry_key, i.batch_key) AS batch_key,
                                   coalesce(last.retry_sequence, i.sequence) AS sequence OFFSET 0) a
        CROSS JOIN LATERAL (SELECT * FROM batch WHERE batch_key = a.batch_key LIMIT 1) b
        LEFT JOIN LATERAL (SELECT status, code FROM item_outcome
                           WHERE batch_key = a.batch_key AND sequence = a.sequence LIMIT 1) o ON true
        LEFT JOIN LATERAL (SELECT lane_key, position FROM lane_item
                           WHERE batch_key = a.batch_key AND sequence = a.sequence LIMIT 1) li ON true
        LEFT JOIN LATERAL (SELECT * FROM lane WHERE lane_key = li.lane_key LIMIT 1) l ON true
        LEFT JOIN LATERAL (SELECT true AS superseded FROM superseded_episode WHERE episode_uuid = i.episode_uuid LIMIT 1) x ON true
        WHERE own.batch_key = $1
        """;

    // Pending items exist only in invalid batches, since the attempt has ended.
    private const string MakeRetry =
        $"""
        WITH chosen AS MATERIALIZED (
            SELECT row_number() OVER (ORDER BY sequence) - 1 AS place, t.*
            FROM ({Attempts}) t
            WHERE batch_status >= 3 AND item_status = ANY($3) AND NOT superseded
              AND ($4::text[] IS NULL OR (item_status IN (4, 6) AND code = ANY($4)))
              AND ($5::int[] IS NULL OR sequence = ANY($5))),
        made AS (
            INSERT INTO batch (project_key, batch_uuid, extraction, ignore_roles, strict_ontology, metadata, priority, item_count,
                               extracts_stored, retry_of, created_at, updated_at)
            SELECT b.project_key, $2, b.extraction, b.ignore_roles, b.strict_ontology, b.metadata, b.priority,
                   (SELECT count(*) FROM chosen), b.extracts_stored, b.batch_uuid, t.now, t.now
            FROM batch b, (SELECT sql_now() AS now OFFSET 0) t
            WHERE b.batch_key = $1 AND EXISTS (SELECT FROM chosen)
            RETURNING batch_key),
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

    /// <inheritdoc/>
    public ValueTask<IdempotentResult<SealedBatch>> RetryAsync(
        ProjectId project, Guid batchId, RetryRequest order, IdempotencyKey? key, CancellationToken cancellationToken) =>
        database.WriteAsync(
            key,
            async connection =>
            {
                if (key is not null && await KeyedCall.EnterAsync(connection, project, key, cancellationToken) is { } recorded)
                {
                    var first = await FindAsync(connection, project, Guid.Parse(recorded), cancellationToken)
                        ?? throw BatchServiceException.NotFound("batch", recorded);
                    return new IdempotentResult<SealedBatch>(
                        new(first.BatchKey, order.Process ? AsSealed(first.Summary) : first.Summary), Replayed: true);
                }

                await connection.Statement(RetryLock.Take, project.Value).RunAsync(cancellationToken);
                var (batchKey, status, items) = await LockAsync(connection, project, batchId, cancellationToken);
                RequireEnded(batchId, status);
                if (order.Sequences is { } sequences)
                {
                    await RequireRetryableAsync(connection, batchId, batchKey, items, sequences, cancellationToken);
                }

                var newKey = await MakeRetryAsync(connection, batchKey, order, cancellationToken);
                if (newKey == 0)
                {
                    throw await NothingToRetryAsync(connection, batchId, batchKey, cancellationToken);
                }

                if (order.Process)
                {
                    await SealAsync(connection, project, newKey, order.TraceParent, cancellationToken);
                }

                if (key is not null)
                {
                    await using var record = new NpgsqlBatch(connection);
                    record.BatchCommands.Add(KeyedCall.Record(project, key, order.NewBatchId.ToString()));
                    await record.ExecuteNonQueryAsync(cancellationToken);
                }

                var made = (await FindAsync(connection, project, order.NewBatchId, cancellationToken))!.Value;
                return new IdempotentResult<SealedBatch>(new(newKey, made.Summary), Replayed: false);
            },
            cancellationToken);

    private static ValueTask<long> MakeRetryAsync(
        NpgsqlConnection connection, long batchKey, RetryRequest order, CancellationToken cancellationToken)
    {
        var statement = connection.Statement(
            MakeRetry,
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

    private static async ValueTask RequireRetryableAsync(
        NpgsqlConnection connection,
        Guid batchId,
        long batchKey,
        int items,
        IReadOnlyList<int> sequences,
        CancellationToken cancellationToken)
    {
        var found = await connection
            .Statement(
                $"SELECT sequence, batch_key, batch_uuid, batch_status, item_status, superseded FROM ({Attempts} AND i.sequence = ANY($2)) t",
                batchKey,
                sequences.ToArray())
            .RowsAsync(
                r => (Sequence: r.GetInt32(0), Attempt: r.GetInt64(1), In: r.GetGuid(2), Batch: (BatchStatus)r.GetInt16(3), Item: (ItemStatus)r.GetInt16(4), Superseded: r.GetBoolean(5)),
                cancellationToken);
        var bySequence = found.ToDictionary(f => f.Sequence);
        var problems = new ProblemList();
        for (var i = 0; i < sequences.Count; i++)
        {
            var id = BatchItemId.Create(batchId, sequences[i]);
            if (!bySequence.TryGetValue(sequences[i], out var item))
            {
                problems.Add(i, "item_ids", ErrorCodes.NotFound, string.Create(
                    CultureInfo.InvariantCulture, $"batch {batchId} has no item {id}: it has {items} items"));
            }
            else if (item.Batch < BatchStatus.Invalid)
            {
                problems.Add(
                    i, "item_ids", ErrorCodes.NotRetryable, $"item {id} is being retried by batch {item.In}, which has not ended");
            }
            else if (item.Item is ItemStatus.Succeeded or ItemStatus.Skipped)
            {
                var where = item.Attempt == batchKey ? "" : $" by batch {item.In}";
                problems.Add(i, "item_ids", ErrorCodes.NotRetryable, $"item {id} has been ingested{where}");
            }
            else if (item.Superseded)
            {
                problems.Add(
                    i, "item_ids", ErrorCodes.NotRetryable, $"the record of item {id} was loaded again since; a retry would double it");
            }
        }

        if (problems.Count > 0)
        {
            throw BatchServiceException.Invalid(
                string.Create(CultureInfo.InvariantCulture, $"{problems.Count} of {sequences.Count} items cannot be retried ({problems.Listed[0].Message}); nothing was retried"),
                problems);
        }
    }

    private static async ValueTask<BatchServiceException> NothingToRetryAsync(
        NpgsqlConnection connection, Guid batchId, long batchKey, CancellationToken cancellationToken)
    {
        var (all, open, retryable, where, superseded) = await connection
            .Statement(
                $"""
                SELECT count(*), count(*) FILTER (WHERE batch_status < 3),
                       count(*) FILTER (WHERE batch_status >= 3 AND item_status IN (0, 4, 6) AND NOT superseded),
                       (array_agg(batch_uuid) FILTER (WHERE batch_status < 3))[1],
                       count(*) FILTER (WHERE batch_status >= 3 AND item_status IN (0, 4, 6) AND superseded)
                FROM ({Attempts}) t
                """,
                batchKey)
            .Long()
            .RowAsync(r => (r.GetInt64(0), r.GetInt64(1), r.GetInt64(2), r.Maybe<Guid>(3), r.GetInt64(4)), cancellationToken);
        var culture = CultureInfo.InvariantCulture;
        var reason = (open, retryable) switch
        {
            (_, > 0) => string.Create(culture, $"{retryable} of its items could be retried, but none of them matches statuses and codes"),
            ( > 0, _) => string.Create(culture, $"{open} of its items are being retried by batches that have not ended ({where}), the others are in their graphs"),
            _ when superseded > 0 => string.Create(culture, $"the records of {superseded} of its items were loaded again since, the others are in their graphs"),
            _ => string.Create(culture, $"all its {all} items are in their graphs"),
        };
        return BatchServiceException.Invalid(ErrorCodes.NothingToRetry, $"nothing of batch {batchId} was retried: {reason}");
    }
}
