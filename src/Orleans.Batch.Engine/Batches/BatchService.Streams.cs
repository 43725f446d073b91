using System.Globalization;
using System.Runtime.CompilerServices;

namespace Orleans.Batch.Batches;

public sealed partial class BatchService
{
    // With the largest items, some ten megabytes.
    private const int ExportPage = 250;

    /// <inheritdoc/>
    public async ValueTask<IdempotentResult<AddedItems>> AddStreamAsync(
        ProjectId project,
        Guid batchId,
        IAsyncEnumerable<NewBatchItem> items,
        Func<IdempotencyKey>? key,
        CancellationToken cancellationToken)
    {
        var room = await ReadRoomAsync(project, batchId, key is not null, cancellationToken);
        using var spool = space.Open();
        await FillAsync(spool, items, room, cancellationToken);
        var added = await ServiceGuard.RunAsync(() => store.AddStreamAsync(
            project, batchId, spool.ReadAsync(cancellationToken), spool.Count, options.Value.MaxItemsPerBatch, key?.Invoke(), cancellationToken));
        if (!added.Replayed)
        {
            Telemetry.ItemsAdded.Add(added.Value.Accepted);
        }

        return added;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BatchItemRecord> ExportItemsAsync(
        ProjectId project, Guid batchId, BatchItemFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = filter.Limit ?? int.MaxValue;
        int? from = Math.Max(0, filter.From);
        while (from is { } start && left > 0)
        {
            var page = filter with { From = start, Limit = Math.Min(ExportPage, left) };
            (var items, from) = await ServiceGuard.RunAsync(() => store.ReadRecordsAsync(project, batchId, page, cancellationToken));
            left -= items.Count;
            foreach (var item in items)
            {
                yield return item;
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BatchEvent> WatchAsync(
        ProjectId project, Guid batchId, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var place = watches.TakePlace(); // before the first await, so that a refusal comes at once
        if (BatchEvent.HasSeenEnd(await GetAsync(project, batchId, cancellationToken), lastEventId))
        {
            yield break;
        }

        await foreach (var seen in watches.WatchAsync(batchId, lastEventId, cancellationToken))
        {
            yield return seen;
        }
    }

    private static async ValueTask FillAsync(
        ItemSpool spool, IAsyncEnumerable<NewBatchItem> items, (int Items, string Refusal) room, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        var index = 0;
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            if (index == room.Items)
            {
                problems.Add(index, null, ErrorCodes.TooMany, room.Refusal);
                break;
            }

            BatchItemRules.Check(item, index++, problems);
            if (problems.Count == 0)
            {
                await spool.AddAsync(item, cancellationToken);
            }
        }

        if (problems.Count > 0)
        {
            throw BatchServiceException.Invalid(problems.Listed[0].Message + "; nothing was added", problems);
        }

        if (index == 0)
        {
            throw BatchServiceException.Invalid(ErrorCodes.Required, "there must be at least one item");
        }
    }

    // Checked before the stream is read, so that a stream that cannot be added is not sent in vain. A repeat may come
    // when its own first call has filled or processed the batch: with a key, the store decides at the end.
    private async ValueTask<(int Items, string Refusal)> ReadRoomAsync(
        ProjectId project, Guid batchId, bool keyed, CancellationToken cancellationToken)
    {
        var batch = await GetAsync(project, batchId, cancellationToken);
        var max = options.Value.MaxItemsPerBatch;
        if (keyed)
        {
            return (max, string.Create(CultureInfo.InvariantCulture, $"a batch may hold at most {max} items; put the rest into a new batch"));
        }

        return batch.Status == BatchStatus.Draft
            ? (Math.Max(0, max - batch.ItemCount), string.Create(
                CultureInfo.InvariantCulture,
                $"a batch may hold at most {max} items, and this one has {batch.ItemCount} already; process it and put the rest into a new batch"))
            : throw BatchServiceException.Conflict(
                ErrorCodes.NotADraft, $"batch {batchId} is not a draft any more; items can only be added to a draft");
    }
}
