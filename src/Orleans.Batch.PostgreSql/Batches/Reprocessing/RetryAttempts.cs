using System.Globalization;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>The last attempts on the items of an ended batch, and why they cannot be retried.</summary>
internal static class RetryAttempts
{
    /// <summary>
    /// The items of a batch, each with its last attempt: its status and how it ended. Attempts to make facts from
    /// stored episodes form a separate chain.
    /// </summary>
    public const string All =
        $"""
        SELECT i.sequence, a.batch_key, a.sequence AS attempt_sequence, i.episode_uuid,
               b.batch_uuid, b.status AS batch_status, {ItemState.Status} AS item_status, x.superseded IS NOT NULL AS superseded,
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

    /// <summary>A condition on <see cref="All"/>: the batch of the last attempt has ended.</summary>
    public const string HasEnded = $"batch_status >= {Stored.BatchStatus.Invalid}";

    private const string Some =
        $"SELECT sequence, batch_key, batch_uuid, batch_status, item_status, superseded FROM ({All} AND i.sequence = ANY($2)) t";

    private const string Failed =
        $"{HasEnded} AND item_status IN ({Stored.ItemStatus.Pending}, {Stored.ItemStatus.Failed}, {Stored.ItemStatus.Canceled})";

    private const string Count =
        $"""
        SELECT count(*), count(*) FILTER (WHERE NOT {HasEnded}), count(*) FILTER (WHERE {Failed} AND NOT superseded),
               (array_agg(batch_uuid) FILTER (WHERE NOT {HasEnded}))[1], count(*) FILTER (WHERE {Failed} AND superseded)
        FROM ({All}) t
        """;

    /// <summary>Throws unless all these items can be retried, and lists those that cannot.</summary>
    public static async ValueTask RequireRetryableAsync(
        NpgsqlConnection connection,
        Guid batchId,
        (long Key, int Items) batch,
        IReadOnlyList<int> sequences,
        CancellationToken cancellationToken)
    {
        var found = await connection
            .Statement(Some, batch.Key, sequences.ToArray())
            .RowsAsync(Attempt.Read, cancellationToken);
        var bySequence = found.ToDictionary(f => f.Sequence);
        var problems = new ProblemList();
        for (var i = 0; i < sequences.Count; i++)
        {
            var id = BatchItemId.Create(batchId, sequences[i]);
            if (!bySequence.TryGetValue(sequences[i], out var item))
            {
                problems.Add(i, "item_ids", ErrorCodes.NotFound, string.Create(
                    CultureInfo.InvariantCulture, $"batch {batchId} has no item {id}: it has {batch.Items} items"));
            }
            else if (item.WhyNot(id, batch.Key) is { } reason)
            {
                problems.Add(i, "item_ids", ErrorCodes.NotRetryable, reason);
            }
        }

        if (problems.Count > 0)
        {
            throw BatchServiceException.Invalid(
                string.Create(CultureInfo.InvariantCulture, $"{problems.Count} of {sequences.Count} items cannot be retried ({problems.Listed[0].Message}); nothing was retried"),
                problems);
        }
    }

    /// <summary>The refusal of a retry that would have no items.</summary>
    public static async ValueTask<BatchServiceException> NothingToRetryAsync(
        NpgsqlConnection connection, Guid batchId, long batchKey, CancellationToken cancellationToken)
    {
        var (all, open, retryable, where, superseded) = await connection
            .Statement(Count, batchKey)
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

    private readonly record struct Attempt(
        int Sequence, long BatchKey, Guid BatchId, BatchStatus Batch, ItemStatus Item, bool Superseded)
    {
        public static Attempt Read(NpgsqlDataReader row) => new(
            row.GetInt32(0),
            row.GetInt64(1),
            row.GetGuid(2),
            (BatchStatus)row.GetInt16(3),
            (ItemStatus)row.GetInt16(4),
            row.GetBoolean(5));

        public string? WhyNot(Guid id, long ownBatch) => this switch
        {
            { Batch: < BatchStatus.Invalid } => $"item {id} is being retried by batch {BatchId}, which has not ended",
            { Item: ItemStatus.Succeeded or ItemStatus.Skipped } =>
                $"item {id} has been ingested{(BatchKey == ownBatch ? "" : $" by batch {BatchId}")}",
            { Superseded: true } => $"the record of item {id} was loaded again since; a retry would double it",
            _ => null,
        };
    }
}
