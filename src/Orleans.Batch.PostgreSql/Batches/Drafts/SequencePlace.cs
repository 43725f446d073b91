using System.Globalization;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>The place of added items in a draft.</summary>
/// <param name="BatchKey">The draft.</param>
/// <param name="First">The sequence index of the first item.</param>
/// <param name="AddedAt">The time of the call.</param>
internal readonly record struct SequencePlace(long BatchKey, int First, DateTimeOffset AddedAt)
{
    private const string Take =
        $"""
        UPDATE batch SET item_count = item_count + $3, updated_at = sql_now()
        WHERE project_key = $1 AND batch_uuid = $2 AND status = {Stored.BatchStatus.Draft} AND item_count + $3 <= $4
        RETURNING batch_key, item_count - $3, updated_at
        """;

    /// <summary>Takes the next sequence indexes of a draft and locks it until the transaction ends.</summary>
    /// <exception cref="BatchServiceException">It is not a draft, or it has not enough room.</exception>
    public static async ValueTask<SequencePlace> TakeAsync(
        WriteTransaction connection, ProjectId project, Guid batchId, int count, int maxItems, CancellationToken cancellationToken)
    {
        var place = await connection
            .Statement(Take, project.Value, batchId, count, maxItems)
            .RowAsync(r => (SequencePlace?)new SequencePlace(r.GetInt64(0), r.GetInt32(1), r.Instant(2)), cancellationToken);
        if (place is { } taken)
        {
            return taken;
        }

        var (_, batch) = await BatchLookup.GetAsync(connection, project, batchId, cancellationToken);
        throw NoRoom(batch, count, maxItems);
    }

    /// <summary>The refusal of items that a batch cannot take.</summary>
    public static BatchServiceException NoRoom(BatchSummary batch, int count, int maxItems) => batch.Status == BatchStatus.Draft
        ? BatchServiceException.Invalid(ErrorCodes.TooMany, string.Create(
            CultureInfo.InvariantCulture,
            $"a batch may hold at most {maxItems} items; this one has {batch.ItemCount} and {count} more were sent. Process it and put the rest into a new batch"))
        : BatchServiceException.Conflict(
            ErrorCodes.NotADraft, $"batch {batch.BatchId} is not a draft any more; items can only be added to a draft");
}
