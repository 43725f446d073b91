using Orleans.Batch.Batches;
using Orleans.Batch.Engine.IntegrationTests.Operations;

namespace Orleans.Batch.Engine.IntegrationTests.Insight;

/// <summary>A batch that is prepared and held before any item is started, in a scenario without automatic work.</summary>
internal static class HeldBatch
{
    public static async Task<Guid> HeldAsync(this EngineScenario scenario, params IEnumerable<NewBatchItem> items)
    {
        var store = scenario.Engine.Service<IBatchLifecycleStore>();
        var batch = await scenario.DraftAsync(items);
        var key = (await store.SealAsync(scenario.Project, batch, null, null, default)).Value.BatchKey;
        await store.SetPausedAsync(scenario.Project, batch, paused: true, version: null, default);
        await scenario.Engine.Service<IPreparationStore>().PrepareAsync(key, default);
        return batch;
    }

    public static async Task GoOnAsync(this EngineScenario scenario, Guid batch)
    {
        await scenario.Batches.ResumeAsync(scenario.Project, batch, default);
        await scenario.EndOfAsync(batch);
    }
}
