using Orleans.Batch.Work;

namespace Orleans.Batch.Batches;

public sealed partial class BatchService
{
    /// <inheritdoc/>
    public ValueTask<CancelResult> CancelAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        CancelAsync(project, batchId, version: null, cancellationToken);

    /// <inheritdoc cref="IBatchClient.CancelAsync"/>
    /// <exception cref="BatchVersionConflictException">The batch has changed since <paramref name="version"/>.</exception>
    public async ValueTask<CancelResult> CancelAsync(
        ProjectId project, Guid batchId, int? version, CancellationToken cancellationToken)
    {
        var batch = await ServiceGuard.RunAsync(() => store.RequestCancelAsync(project, batchId, version, cancellationToken));
        await WakeAsync(batch.BatchKey);
        if (batch is { Changed: true, Summary.CompletedAt: not null })
        {
            await PassTurnAsync(batch.BatchKey);
        }

        return new CancelResult(batch.Summary, Repeated: !batch.Changed);
    }

    /// <inheritdoc/>
    public ValueTask<BatchSummary> PauseAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        SetPausedAsync(project, batchId, paused: true, version: null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BatchSummary> ResumeAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        SetPausedAsync(project, batchId, paused: false, version: null, cancellationToken);

    /// <summary>Pauses or resumes a batch.</summary>
    /// <exception cref="BatchVersionConflictException">The batch has changed since <paramref name="version"/>.</exception>
    public async ValueTask<BatchSummary> SetPausedAsync(
        ProjectId project, Guid batchId, bool paused, int? version, CancellationToken cancellationToken)
    {
        var batch = await ServiceGuard.RunAsync(
            () => store.SetPausedAsync(project, batchId, paused, version, cancellationToken));
        await WakeAsync(batch.BatchKey);
        return batch.Summary;
    }

    private ValueTask WakeAsync(long batchKey) =>
        wakeups.WakeAsync(new[] { new WorkKey(WorkKind.Batch, batchKey) }, CancellationToken.None);

    // It was queued, and others of its project may have waited for it to be prepared. Recovery would also wake them.
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
            // The batch is canceled anyway.
        }
    }
}
