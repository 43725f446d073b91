using System.Runtime.ExceptionServices;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Steps;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Batches;

/// <summary>
/// Coordinates one batch and serves its lifecycle. A change is written against the version that this activation has read. If
/// another process has changed the batch since, it fails with <see cref="Storage.InconsistentStateException"/>, the activation
/// ends, and the next call reads the row again.
/// </summary>
[GrainType("orleans-batch.batch")]
[SiloRole(SiloRoles.Batch)]
internal sealed class BatchGrain(
    StepRunner runner,
    RunningWork running,
    IBatchClient batches,
    [PersistentState("lifecycle", BatchLifecycleStorage.Name)] IPersistentState<BatchLifecycle> lifecycle)
    : StepGrain(WorkKind.Batch, runner, running), IBatchGrain
{
    public async ValueTask<BatchSummary> GetAsync(ProjectId project, CancellationToken cancellationToken) =>
        await batches.GetAsync(project, OwnOf(project), cancellationToken);

    public async ValueTask<IdempotentResult<BatchSummary>> ProcessAsync(
        ProjectId project, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var batchId = OwnOf(project);
        try
        {
            return await batches.ProcessAsync(project, batchId, key, cancellationToken);
        }
        finally
        {
            await ReadAsync();
        }
    }

    public async ValueTask<CancelResult> CancelAsync(ProjectId project, CancellationToken cancellationToken)
    {
        var batchId = OwnOf(project);
        if (!lifecycle.State.Runs || lifecycle.State.CancelRequested)
        {
            return await batches.CancelAsync(project, batchId, cancellationToken); // throws, or returns the same answer again
        }

        lifecycle.State.CancelRequested = true;
        await WriteAsync();
        return new CancelResult(await batches.GetAsync(project, batchId, cancellationToken), Repeated: false);
    }

    public ValueTask<BatchSummary> PauseAsync(ProjectId project, CancellationToken cancellationToken) =>
        SetPausedAsync(project, paused: true, cancellationToken);

    public ValueTask<BatchSummary> ResumeAsync(ProjectId project, CancellationToken cancellationToken) =>
        SetPausedAsync(project, paused: false, cancellationToken);

    private async ValueTask<BatchSummary> SetPausedAsync(ProjectId project, bool paused, CancellationToken cancellationToken)
    {
        var batchId = OwnOf(project);
        if (!lifecycle.State.Runs || lifecycle.State.CancelRequested)
        {
            return paused
                ? await batches.PauseAsync(project, batchId, cancellationToken)
                : await batches.ResumeAsync(project, batchId, cancellationToken);
        }

        lifecycle.State.Paused = paused;
        await WriteAsync();
        return await batches.GetAsync(project, batchId, cancellationToken);
    }

    // The change of the call is committed, even if the row cannot be read now: the next activation reads it.
    private async ValueTask ReadAsync()
    {
        try
        {
            await lifecycle.ReadStateAsync(CancellationToken.None);
        }
        catch (OrleansException)
        {
            DeactivateOnIdle();
        }
    }

    // Orleans wraps exceptions of a storage. The caller gets the inner exception; the next activation reads the state again.
    private async ValueTask WriteAsync()
    {
        try
        {
            await lifecycle.WriteStateAsync(CancellationToken.None);
        }
        catch (OrleansException e) when (e.InnerException is BatchServiceException refusal)
        {
            DeactivateOnIdle();
            ExceptionDispatchInfo.Throw(refusal);
        }
    }

    /// <returns>The batch's id, if the batch belongs to the project.</returns>
    private Guid OwnOf(ProjectId project) => lifecycle.RecordExists && lifecycle.State.Project == project
        ? lifecycle.State.BatchId
        : throw BatchServiceException.NotFound("batch", "of this key");
}
