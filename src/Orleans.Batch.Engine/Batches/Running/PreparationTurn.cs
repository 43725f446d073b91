using Orleans.Batch.Work;

namespace Orleans.Batch.Batches;

/// <summary>Batches of a project are prepared in process order: each preparation wakes the next one.</summary>
internal static class PreparationTurn
{
    /// <summary>Prepares a batch and, unless it was not its turn, wakes the next one of its project.</summary>
    public static async ValueTask<PreparationResult> PrepareAsync(
        IPreparationStore store, IWakeups wakeups, long batchKey, CancellationToken cancellationToken)
    {
        var preparation = await store.PrepareAsync(batchKey, cancellationToken);
        if (preparation != PreparationResult.NotItsTurn)
        {
            await WakeNextAsync(store, wakeups, batchKey, cancellationToken);
        }

        return preparation;
    }

    /// <summary>Wakes the next queued batch of the project of this one.</summary>
    public static async ValueTask WakeNextAsync(
        IPreparationStore store, IWakeups wakeups, long batchKey, CancellationToken cancellationToken)
    {
        if (await store.FindNextQueuedAsync(batchKey, cancellationToken) is { } next)
        {
            await wakeups.WakeBatchAsync(next);
        }
    }

    /// <summary>
    /// Wakes the next in turn after a batch that ended while it was queued: others may have waited for it to be prepared. A fault is
    /// ignored, since recovery would also wake them.
    /// </summary>
    public static async ValueTask PassAsync(IPreparationStore store, IWakeups wakeups, long batchKey)
    {
        try
        {
            await WakeNextAsync(store, wakeups, batchKey, CancellationToken.None);
        }
        catch (TransientStoreException)
        {
            // The batch is canceled anyway.
        }
    }

    /// <summary>Wakes the coordinator of a batch. It is not canceled with the call, whose change is committed.</summary>
    public static ValueTask WakeBatchAsync(this IWakeups wakeups, long batchKey) =>
        wakeups.WakeAsync(new[] { new WorkKey(WorkKind.Batch, batchKey) }, CancellationToken.None);
}
