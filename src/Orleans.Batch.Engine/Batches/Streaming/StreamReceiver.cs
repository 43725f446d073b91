using System.Globalization;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Batches;

/// <summary>Receives streams of items: checks each item and keeps all on disk until the stream has ended.</summary>
internal sealed class StreamReceiver(SpoolSpace space, IOptions<BatchOptions> options)
{
    /// <summary>Reads a stream to its end.</summary>
    /// <param name="batch">The batch to which the items will be added.</param>
    /// <param name="items">The stream.</param>
    /// <param name="keyed">Whether the call has an idempotency key.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The items; to be disposed of.</returns>
    /// <exception cref="BatchServiceException">An item is invalid, or there are none, or too many.</exception>
    public async ValueTask<ItemSpool> ReceiveAsync(
        BatchSummary batch, IAsyncEnumerable<NewBatchItem> items, bool keyed, CancellationToken cancellationToken)
    {
        var (room, refusal) = FindRoom(batch, keyed);
        var spool = space.Open();
        try
        {
            await FillAsync(spool, items, room, refusal, cancellationToken);
            return spool;
        }
        catch
        {
            spool.Dispose();
            throw;
        }
    }

    private static async ValueTask FillAsync(
        ItemSpool spool, IAsyncEnumerable<NewBatchItem> items, int room, string refusal, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        var index = 0;
        await foreach (var item in items.WithCancellation(cancellationToken))
        {
            if (index == room)
            {
                problems.Add(index, null, ErrorCodes.TooMany, refusal);
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
    private (int Items, string Refusal) FindRoom(BatchSummary batch, bool keyed)
    {
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
                ErrorCodes.NotADraft, $"batch {batch.BatchId} is not a draft any more; items can only be added to a draft");
    }
}
