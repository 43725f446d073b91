using Orleans.Batch.Actors;

namespace Orleans.Batch.Batches;

public sealed partial class BatchService
{
    /// <inheritdoc/>
    public async ValueTask<CancelAnswer> CancelAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        var batch = await ServiceGuard.RunAsync(() => store.RequestCancelAsync(project, batchId, cancellationToken));
        await WakeAsync(batch.BatchKey);
        if (batch is { Changed: true, Summary.CompletedAt: not null })
        {
            await PassTurnAsync(batch.BatchKey);
        }

        return new CancelAnswer(batch.Summary, Repeated: !batch.Changed);
    }

    /// <inheritdoc/>
    public ValueTask<BatchSummary> PauseAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        SetPausedAsync(project, batchId, paused: true, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BatchSummary> ResumeAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        SetPausedAsync(project, batchId, paused: false, cancellationToken);

    private async ValueTask<BatchSummary> SetPausedAsync(
        ProjectId project, Guid batchId, bool paused, CancellationToken cancellationToken)
    {
        var batch = await ServiceGuard.RunAsync(() => store.SetPausedAsync(project, batchId, paused, cancellationToken));
        await WakeAsync(batch.BatchKey);
        return batch.Summary;
    }

    private ValueTask WakeAsync(long batchKey) =>
        wakeups.WakeAsync(new[] { new ActorId(ActorKind.Batch, batchKey) }, CancellationToken.None);

    // It was queued, and others of its project may have waited for it to be prepared. They would come by themselves.
    private async ValueTask PassTurnAsync(long batchKey)
    {
        try
        {
            if (await store.FindNextQueuedAsync(batchKey, CancellationToken.None) is { } next)
            {
                await WakeAsync(next);
            }
        }
        catch (TransientStoreException)
        {
            // The batch is canceled all the same.
        }
    }
}
