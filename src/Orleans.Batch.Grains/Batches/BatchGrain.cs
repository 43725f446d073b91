using System.Runtime.ExceptionServices;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Steps;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Batches;

/// <summary>
/// Coordinates one batch and answers for its lifecycle. A change is written against the version that this activation has read; if
/// another process has changed the batch since, it fails with <see cref="Storage.InconsistentStateException"/>, the activation
/// ends, and the next call reads the row anew.
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
            return await batches.CancelAsync(project, batchId, cancellationToken); // its refusal, or the same answer again
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

    // What the call has done stands, also where the row cannot be read now: the next activation reads it.
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

    // Orleans wraps what a storage throws. The caller gets the refusal itself; what was not written is read anew.
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

    /// <returns>The batch's id, if it is the project's.</returns>
    private Guid OwnOf(ProjectId project) => lifecycle.RecordExists && lifecycle.State.Project == project
        ? lifecycle.State.BatchId
        : throw BatchServiceException.NotFound("batch", "of this key");
}
