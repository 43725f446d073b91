using System.Runtime.CompilerServices;

namespace Orleans.Batch.Gateway.Tests;

internal sealed partial class FakeService
{
    public List<BatchItemRecord> Records { get; } = [];

    public List<BatchEvent> Events { get; } = [];

    /// <summary>Completes when an export is no longer written.</summary>
    public TaskCompletionSource ExportEnded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Record ids that exist already.</summary>
    public HashSet<string> RecordIds { get; } = [];

    public Exception? WatchFault { get; set; }

    public bool Ended { get; set; }

    public async ValueTask<IdempotentResult<AddedItems>> AddStreamAsync(
        ProjectId project, Guid batchId, IAsyncEnumerable<NewBatchItem> items, Func<IdempotencyKey>? key, CancellationToken cancellationToken)
    {
        ThrowIfAsked();
        var taken = new List<NewBatchItem>();
        await foreach (var item in items)
        {
            taken.Add(item);
        }

        if (key is not null)
        {
            Queries.Add(key());
        }

        var known = taken.RemoveAll(i => i.RecordId is not null && !RecordIds.Add(i.RecordId));
        Added.AddRange(taken);
        return new(new AddedItems(taken.Count, 0, taken.Count - 1) { AlreadyLoaded = known == 0 ? null : known }, Replay);
    }

    public async IAsyncEnumerable<BatchItemRecord> ExportItemsAsync(
        ProjectId project, Guid batchId, BatchItemFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        ThrowIfAsked();
        Queries.Add(filter);
        try
        {
            foreach (var record in Records)
            {
                yield return record;
            }
        }
        finally
        {
            ExportEnded.TrySetResult();
        }
    }

    public async IAsyncEnumerable<BatchEvent> WatchAsync(
        ProjectId project, Guid batchId, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (WatchFault is not null)
        {
            throw WatchFault;
        }

        foreach (var seen in Events)
        {
            yield return seen;
        }

        if (Events is not [.., { Done: true }])
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }
}
