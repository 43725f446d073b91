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
    /// <param name="connection">The transaction.</param>
    /// <param name="project">The project.</param>
    /// <param name="batchId">The draft.</param>
    /// <param name="count">How many.</param>
    /// <param name="maxItems">How many items the draft may have in all.</param>
    /// <param name="destinations">Is filled in the same round trip; null for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BatchServiceException">It is not a draft, or it has not enough room.</exception>
    public static async ValueTask<SequencePlace> TakeAsync(
        WriteTransaction connection,
        ProjectId project,
        Guid batchId,
        int count,
        int maxItems,
        DestinationIds? destinations,
        CancellationToken cancellationToken)
    {
        await using var statements = connection.Batch();
        statements.BatchCommands.Add(new(Take)
        {
            Parameters =
            {
                new() { Value = project.Value }, new() { Value = batchId }, new() { Value = count }, new() { Value = maxItems },
            },
        });
        if (destinations is not null)
        {
            statements.BatchCommands.Add(destinations.Command());
        }

        await using (var row = await connection.ReadAsync(statements, cancellationToken))
        {
            if (await row.ReadAsync(cancellationToken))
            {
                var taken = new SequencePlace(row.GetInt64(0), row.GetInt32(1), row.Instant(2));
                if (destinations is not null)
                {
                    await row.NextResultAsync(cancellationToken);
                    await destinations.ReadAsync(row, cancellationToken);
                }

                return taken;
            }
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
