using System.Globalization;
using Orleans.Batch.Batches;
using Orleans.Storage;

namespace Orleans.Batch.Grains.Batches;

/// <summary>
/// Grain storage over the lifecycle rows of batches. A write is one of the engine's own transitions. It is made only if the row
/// still has the version that was read; otherwise the write fails with a version conflict.
/// </summary>
internal sealed class BatchLifecycleStorage(IBatchRunStore store, LifecycleService lifecycle) : IGrainStorage
{
    public const string Name = "batch-lifecycle";

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var run = await store.ReadRunAsync(grainId.GetIntegerKey(), CancellationToken.None);
        grainState.RecordExists = run is not null;
        grainState.ETag = run?.Version.ToString(CultureInfo.InvariantCulture);
        grainState.State = (T)(object)(run is null ? new BatchLifecycle() : new BatchLifecycle
        {
            BatchId = run.BatchId,
            Project = new ProjectId(run.ProjectKey),
            Status = run.Status,
            CancelRequested = run.CancelRequested,
            Paused = run.Paused,
        });
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var wanted = GetLifecycle(grainState);
        var version = grainState.ETag is { } read
            ? int.Parse(read, CultureInfo.InvariantCulture)
            : throw new InconsistentStateException("The batch's row was not there when it was read, so that nothing can be written to it.");
        try
        {
            _ = wanted.CancelRequested
                ? (await lifecycle.CancelAsync(wanted.Project, wanted.BatchId, version, CancellationToken.None)).Batch
                : await lifecycle.SetPausedAsync(wanted.Project, wanted.BatchId, wanted.Paused, version, CancellationToken.None);
        }
        catch (BatchVersionConflictException e)
        {
            throw new InconsistentStateException(
                e.Message, e.Now.ToString(CultureInfo.InvariantCulture), grainState.ETag, e);
        }

        await ReadStateAsync(stateName, grainId, grainState);
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        throw new NotSupportedException("A batch is deleted by its owner, never by its grain.");

    private static BatchLifecycle GetLifecycle<T>(IGrainState<T> grainState) =>
        grainState.State as BatchLifecycle
        ?? throw new NotSupportedException($"This storage holds {nameof(BatchLifecycle)} and nothing else.");
}
