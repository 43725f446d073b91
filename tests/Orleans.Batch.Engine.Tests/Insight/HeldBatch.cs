using Orleans.Batch.Batches;
using Orleans.Batch.Engine.Tests.Operations;

namespace Orleans.Batch.Engine.Tests.Insight;

/// <summary>A batch that is prepared and held before anything of it has begun; on a still stage.</summary>
internal static class HeldBatch
{
    public static async Task<Guid> HeldAsync(this Stage stage, params IEnumerable<NewBatchItem> items)
    {
        var store = stage.Engine.Service<IBatchStore>();
        var batch = await stage.DraftAsync(items);
        var key = (await store.SealAsync(stage.Project, batch, null, null, default)).Value.BatchKey;
        await store.SetPausedAsync(stage.Project, batch, paused: true, version: null, default);
        await store.PrepareAsync(key, default);
        return batch;
    }

    public static async Task GoOnAsync(this Stage stage, Guid batch)
    {
        await stage.Batches.ResumeAsync(stage.Project, batch, default);
        await stage.EndOfAsync(batch);
    }
}
