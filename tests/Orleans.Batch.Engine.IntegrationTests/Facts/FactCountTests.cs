using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Facts;

/// <summary>How many facts and entities a batch says that it brought.</summary>
public sealed class FactCountTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset Day = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task ABatch_CountsTheFactsThatItsItemsStateAndTheEntitiesThatItAdded()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "one", "two");
        var records = Enumerable.Range(0, 40).Select(i => Record(i % 2 == 0 ? "one" : "two", i)).ToList();

        var (nodes, facts) = (await CountAsync("node"), await CountAsync("fact") + await CountAsync("fact_repeat"));
        var first = await LoadAsync(scenario, ExtractionMode.Deterministic, records);
        var second = await LoadAsync(scenario, ExtractionMode.Deterministic, records);

        first.Progress.Facts.ShouldBeGreaterThan(80);
        first.Progress.Entities.ShouldBe(await CountAsync("node") - nodes);
        second.Progress.Facts.ShouldBe(first.Progress.Facts);
        second.Progress.Entities.ShouldBe(0);
        (first.Progress.Facts + second.Progress.Facts).ShouldBe(await CountAsync("fact") + await CountAsync("fact_repeat") - facts);
        (first.Hint, second.Hint).ShouldBe((null, null));
    }

    [Fact]
    public async Task ABatchWhoseFactsAreExtractedLater_CountsThemThen()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "later");
        var stored = await LoadAsync(scenario, ExtractionMode.StoreOnly, [Record("later", 1)]);
        (stored.Progress.Facts, stored.Progress.Entities, stored.Hint).ShouldBe((0, 0, null));

        var batch = await scenario.Batches.ExtractAsync(scenario.Project, new() { BatchId = stored.BatchId }, default);

        var extracted = (await scenario.EndOfAsync(batch.BatchId)).Progress;
        extracted.Facts.ShouldBeGreaterThan(1);
        extracted.Entities.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task ABatchWithoutAnyFact_SaysWhy()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "none");

        var batch = await LoadAsync(scenario, ExtractionMode.Deterministic, [EngineScenario.Item("none", "Guten Morgen!")]);

        batch.Progress.Facts.ShouldBe(0);
        batch.Hint.ShouldNotBeNull().ShouldStartWith("No facts were found");
        (await LoadAsync(scenario, ExtractionMode.Deterministic, [EngineScenario.Bad("none")])).Hint.ShouldBeNull("no item succeeded");
    }

    private static NewBatchItem Record(string graph, int number) => EngineScenario.Item(
        graph, $$"""{"name":"Customer {{number / 4}}","plan":"p{{number}}","city":"c{{number}}","agent":{"name":"Agent {{number % 3}}"} }""") with
    {
        DataType = DataType.Json,
        CreatedAt = Day.AddDays(number),
    };

    private static async Task<BatchSummary> LoadAsync(
        EngineScenario scenario, ExtractionMode extraction, IReadOnlyList<NewBatchItem> items)
    {
        var batch = (await scenario.Batches.CreateAsync(scenario.Project, new() { Extraction = extraction }, null, default)).Value.BatchId;
        await scenario.Batches.AddAsync(scenario.Project, batch, items, null, default);
        await scenario.Batches.ProcessAsync(scenario.Project, batch, null, default);
        return await scenario.EndOfAsync(batch);
    }

    private Task<long> CountAsync(string table) => database.ScalarAsync<long>($"SELECT count(*) FROM {table}");
}
