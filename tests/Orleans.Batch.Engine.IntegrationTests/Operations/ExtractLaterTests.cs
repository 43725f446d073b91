using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Operations;

/// <summary>Facts of episodes that were stored without extraction.</summary>
public sealed class ExtractLaterTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset Day = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task AStoredBatch_MakesTheFactsItWouldHaveMadeAtOnce()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "stored", "at once");
        var stored = await StoreAsync(scenario, Snapshots("stored", 30));

        var batch = await scenario.Batches.ExtractAsync(scenario.Project, new() { BatchId = stored }, default);
        var end = await scenario.EndOfAsync(batch.BatchId);
        await LoadAsync(scenario, ExtractionMode.Deterministic, Snapshots("at once", 30));

        (end.Status, end.ExtractsStored, end.Progress.SucceededItems).ShouldBe((BatchStatus.Succeeded, true, 30));
        var facts = await FactsAsync(scenario, "stored");
        facts.Count.ShouldBeGreaterThan(30);
        facts.ShouldBe(await FactsAsync(scenario, "at once"));
        (await scenario.ContentsAsync("stored")).Count.ShouldBe(30);
        await EngineScenario.RefusedAsync(
            scenario.Batches.ExtractAsync(scenario.Project, new() { BatchId = stored }, default),
            ErrorKind.InvalidRequest,
            ErrorCodes.NothingToExtract);
    }

    [Fact]
    public async Task AGraphAskedForTwiceAtOnce_MakesEachFactOnce()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "twice", "once");
        await StoreAsync(scenario, Snapshots("twice", 40));
        await LoadAsync(scenario, ExtractionMode.Deterministic, Snapshots("once", 40));

        var asked = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ =>
            scenario.Batches.ExtractAsync(scenario.Project, new() { GraphId = "twice" }, default).AsTask()));
        foreach (var batch in asked)
        {
            (await scenario.EndOfAsync(batch.BatchId)).Status.ShouldBe(BatchStatus.Succeeded);
        }

        (await FactsAsync(scenario, "twice")).ShouldBe(await FactsAsync(scenario, "once"));
        await EngineScenario.RefusedAsync(
            scenario.Batches.ExtractAsync(scenario.Project, new() { GraphId = "twice" }, default),
            ErrorKind.InvalidRequest,
            ErrorCodes.NothingToExtract);
    }

    [Fact]
    public async Task WhatIsNotThere_IsRefused()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "empty");
        var draft = await scenario.DraftAsync(EngineScenario.Items("empty", 1));

        await EngineScenario.RefusedAsync(Ask(new()), ErrorKind.InvalidRequest, ErrorCodes.Contradiction);
        await EngineScenario.RefusedAsync(Ask(new() { GraphId = "empty", UserId = "u" }), ErrorKind.InvalidRequest, ErrorCodes.Contradiction);
        await EngineScenario.RefusedAsync(Ask(new() { GraphId = "missing" }), ErrorKind.NotFound, ErrorCodes.NotFound);
        await EngineScenario.RefusedAsync(Ask(new() { UserId = "missing" }), ErrorKind.NotFound, ErrorCodes.NotFound);
        await EngineScenario.RefusedAsync(Ask(new() { BatchId = Guid.NewGuid() }), ErrorKind.NotFound, ErrorCodes.NotFound);
        await EngineScenario.RefusedAsync(Ask(new() { BatchId = draft }), ErrorKind.Conflict, ErrorCodes.StillRunning);
        await EngineScenario.RefusedAsync(Ask(new() { GraphId = "empty" }), ErrorKind.InvalidRequest, ErrorCodes.NothingToExtract);

        ValueTask<BatchSummary> Ask(ExtractionSelection episodes) => scenario.Batches.ExtractAsync(scenario.Project, episodes, default);
    }

    private static Task<Guid> StoreAsync(EngineScenario scenario, IEnumerable<NewBatchItem> items) =>
        LoadAsync(scenario, ExtractionMode.StoreOnly, items);

    private static async Task<Guid> LoadAsync(EngineScenario scenario, ExtractionMode mode, IEnumerable<NewBatchItem> items)
    {
        var batch = (await scenario.Batches.CreateAsync(scenario.Project, new() { Extraction = mode }, null, default)).Value.BatchId;
        await scenario.Batches.AddAsync(scenario.Project, batch, [.. items], null, default);
        await scenario.Batches.ProcessAsync(scenario.Project, batch, null, default);
        (await scenario.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Succeeded);
        return batch;
    }

    // Values change, and some recur.
    private static IEnumerable<NewBatchItem> Snapshots(string graph, int count) => Enumerable.Range(0, count).Select(i =>
        EngineScenario.Item(graph, $$"""{"id":"a-{{i % 4}}","plan":"p{{i / 4 % 3}}","seats":{{i}}}""") with
        {
            DataType = DataType.Json, CreatedAt = Day.AddHours(i * 7 % count),
        });

    private async Task<IReadOnlyList<string>> FactsAsync(EngineScenario scenario, string graph) => await database.ColumnAsync<string>(
        """
        SELECT n.name || ' ' || f.name || ' ' || f.value || ' ' || f.valid_at || ' ' || coalesce(f.invalid_at::text, '')
        FROM graph g JOIN graph_episode e USING (graph_key) JOIN fact f ON f.episode_uuid = e.episode_uuid
        JOIN node n ON n.node_uuid = f.source_node
        WHERE g.project_key = $1 AND g.graph_id = $2 ORDER BY 1
        """,
        scenario.Project.Value,
        graph);
}
