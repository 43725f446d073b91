using Orleans.Batch.Engine.IntegrationTests.Operations;

namespace Orleans.Batch.Engine.IntegrationTests.Imports;

/// <summary>Short methods for imports of a scenario.</summary>
internal static class ImportScenario
{
    public static async Task<Guid> NewImportAsync(this EngineScenario scenario, long? expectedItems = null) =>
        (await scenario.Imports.CreateImportAsync(
            scenario.Project, new NewImport { Name = "chat.jsonl", Source = "sha", ExpectedItems = expectedItems }, null, default)).Value.ImportId;

    /// <summary>A draft of the import with items.</summary>
    public static async Task<Guid> PartAsync(this EngineScenario scenario, Guid import, IEnumerable<NewBatchItem> items)
    {
        var batch = (await scenario.Batches.CreateAsync(scenario.Project, new() { ImportId = import }, null, default)).Value.BatchId;
        await scenario.Batches.AddAsync(scenario.Project, batch, [.. items], null, default);
        return batch;
    }

    /// <summary>A batch of the import that was processed.</summary>
    public static async Task<Guid> RunPartAsync(this EngineScenario scenario, Guid import, params IEnumerable<NewBatchItem> items)
    {
        var batch = await scenario.PartAsync(import, items);
        await scenario.Batches.ProcessAsync(scenario.Project, batch, null, default);
        return batch;
    }

    /// <summary>A batch of the import that has ended.</summary>
    public static async Task<Guid> EndedPartAsync(this EngineScenario scenario, Guid import, params IEnumerable<NewBatchItem> items)
    {
        var batch = await scenario.RunPartAsync(import, items);
        await scenario.EndOfAsync(batch);
        return batch;
    }

    public static async Task<ImportSummary> ImportAsync(this EngineScenario scenario, Guid import) =>
        await scenario.Imports.GetImportAsync(scenario.Project, import, default);

    public static async Task<ImportSummary> CloseAsync(this EngineScenario scenario, Guid import) =>
        await scenario.Imports.CloseImportAsync(scenario.Project, import, default);

    public static async Task<ImportSummary> EndOfImportAsync(this EngineScenario scenario, Guid import)
    {
        ImportSummary? seen = null;
        await Eventually.TrueAsync(async () => (seen = await scenario.ImportAsync(import)).CompletedAt is not null);
        return seen!;
    }

    public static async Task<ImportSummary> EndOfUndoAsync(this EngineScenario scenario, Guid import)
    {
        ImportSummary? seen = null;
        await Eventually.TrueAsync(async () => (seen = await scenario.ImportAsync(import)).Undo?.CompletedAt is not null);
        seen!.Status.ShouldBe(ImportStatus.Undone);
        return seen;
    }

    /// <summary>Processes a batch, prepared after the answer, as the last of its import.</summary>
    public static async Task RunLastPartAsync(this EngineScenario scenario, Guid import, IReadOnlyList<NewBatchItem> items)
    {
        var batch = await scenario.PartAsync(import, items);
        await scenario.CloseAsync(import);
        await scenario.Batches.ProcessAsync(scenario.Project, batch, null, default);
    }
}
