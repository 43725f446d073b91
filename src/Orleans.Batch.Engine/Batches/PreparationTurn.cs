using Orleans.Batch.Work;

namespace Orleans.Batch.Batches;

/// <summary>Batches of a project are prepared in process order: each preparation wakes the next one.</summary>
internal static class PreparationTurn
{
    /// <summary>Prepares a batch and, unless it was not its turn, wakes the next one of its project.</summary>
    public static async ValueTask<PreparationResult> PrepareAsync(
        IBatchStore store, IWakeups wakeups, long batchKey, CancellationToken cancellationToken)
    {
        var preparation = await store.PrepareAsync(batchKey, cancellationToken);
        if (preparation != PreparationResult.NotItsTurn && await store.FindNextQueuedAsync(batchKey, cancellationToken) is { } next)
        {
            await wakeups.WakeAsync(new[] { new WorkKey(WorkKind.Batch, next) }, CancellationToken.None);
        }

        return preparation;
    }
}
