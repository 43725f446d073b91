using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.Engine.IntegrationTests.Realtime;
using Orleans.Batch.Facts;
using Orleans.Batch.Ingestion;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Ingestion;

/// <summary>
/// Items that do not fit together in memory, or in the database, are processed one after the other; one that does not fit alone fails,
/// and no other.
/// </summary>
public sealed class TooLargeTests
{
    private const string Huge = "huge";

    [Fact]
    public async Task Batch_ChunksThatDoNotFitInMemory_AreHalvedUntilTheyDo()
    {
        await using var database = await TestDatabase.CreateAsync();
        var extractor = new BoundedExtractor(mostItems: 2);
        await using var engine = await RunningEngine.StartAsync(database, s => Build(s, extractor));
        var scenario = new EngineScenario(engine, database, await database.NewProjectAsync(ExtractionMode.Deterministic));
        await scenario.NewGraphAsync("g");

        var end = await scenario.EndOfAsync(await scenario.ProcessAsync(EngineScenario.Items("g", 60)));

        (end.Status, end.Progress.SucceededItems).ShouldBe((BatchStatus.Succeeded, 60));
        (await scenario.ContentsAsync("g")).ShouldBe(EngineScenario.Items("g", 60).Select(i => i.Content));
        extractor.Thrown.ShouldBeGreaterThan(0, "everything fitted: nothing was tested");
    }

    [Fact]
    public async Task Batch_AnItemThatDoesNotFitAlone_FailsAndItsNeighboursGetInInOrder()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var engine = await RunningEngine.StartAsync(database, s => Build(s, new BoundedExtractor(mostItems: 100)));
        var scenario = new EngineScenario(engine, database, await database.NewProjectAsync(ExtractionMode.Deterministic));
        await scenario.NewGraphAsync("g");
        var items = EngineScenario.Items("g", 20).ToList();
        items[7] = items[7] with { Content = Huge };

        var batch = await scenario.ProcessAsync(items);

        await OneFailedAsync(scenario, batch, items, failed: 7);
    }

    [Fact]
    public async Task LiveWrites_OneThatDoesNotFitAlone_FailsAndItsNeighboursGetInInOrder()
    {
        await using var database = await TestDatabase.CreateAsync();
        var extractor = new BoundedExtractor(mostItems: 2);
        await using var engine = await RunningEngine.StartAsync(database, s => Build(s, extractor));
        var project = await database.NewProjectAsync(ExtractionMode.Deterministic);
        await engine.Graphs.CreateGraphAsync(project, "g", new(), default);
        var scenario = new EngineScenario(engine, database, project);
        string[] contents = ["a", "b", Huge, "c", "d", "e"];
        var tasks = new List<Guid>();
        foreach (var content in contents)
        {
            tasks.Add((await engine.Service<IRealtimeClient>().AddEpisodeAsync(project, LiveTestProject.Episode("g", content), null, default)).Value.TaskId);
        }

        foreach (var (task, content) in tasks.Zip(contents))
        {
            IngestTask? end = null;
            await Eventually.TrueAsync(async () =>
                (end = await engine.Service<IRealtimeClient>().GetTaskAsync(project, task, default)).Status >= IngestTaskStatus.Succeeded);
            end!.Error?.Code.ShouldBe(ErrorCodes.ItemTooLarge);
            (end.Error is not null).ShouldBe(content == Huge);
        }

        (await scenario.ContentsAsync("g")).ShouldBe(["a", "b", "c", "d", "e"]);
    }

    [Theory]
    [InlineData("53200")]
    [InlineData("54000")]
    [InlineData("57014")]
    public async Task Batch_WhatTheDatabaseCannotTakeAtOnce_GoesInInParts(string state)
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.ExecuteAsync(
            $"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF (SELECT count(*) > 2 OR bool_or(d.content = '{Huge}') FROM added JOIN episode_data d USING (episode_uuid)) THEN
                    RAISE EXCEPTION 'too much' USING ERRCODE = '{state}';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER refuse AFTER INSERT ON graph_episode REFERENCING NEW TABLE AS added
                FOR EACH STATEMENT EXECUTE FUNCTION refuse();
            """);
        await using var scenario = await EngineScenario.StartAsync(database, null, "g", "other");
        var items = EngineScenario.Items("g", 12).ToList();
        items[5] = items[5] with { Content = Huge };
        var other = await scenario.ProcessAsync(EngineScenario.Items("other", 12));

        var batch = await scenario.ProcessAsync(items);

        await OneFailedAsync(scenario, batch, items, failed: 5);
        (await scenario.EndOfAsync(other)).Status.ShouldBe(BatchStatus.Succeeded);
        (await scenario.ContentsAsync("other")).ShouldBe(EngineScenario.Items("other", 12).Select(i => i.Content));
    }

    private static async Task OneFailedAsync(EngineScenario scenario, Guid batch, List<NewBatchItem> items, int failed)
    {
        var end = await scenario.EndOfAsync(batch);
        (end.Status, end.Progress.SucceededItems, end.Progress.FailedItems).ShouldBe((BatchStatus.Partial, items.Count - 1, 1));
        var item = (await scenario.ItemsAsync(batch, ItemStatus.Failed)).ShouldHaveSingleItem();
        (item.SequenceIndex, item.Error?.Code, item.Error?.Retryable, item.Error?.Attempts).ShouldBe((failed, ErrorCodes.ItemTooLarge, true, 3));
        item.Error!.Message.ShouldContain("smaller items");
        (await scenario.ContentsAsync("g")).ShouldBe(items.Where((_, i) => i != failed).Select(i => i.Content));
    }

    private static void Build(IServiceCollection services, BoundedExtractor extractor)
    {
        services.RemoveAll<IFactExtractor>();
        services.AddSingleton<IFactExtractor>(extractor);
    }

    private sealed class BoundedExtractor(int mostItems) : IFactExtractor
    {
        private int _thrown;

        public int Thrown => _thrown;

        public ExtractionMode Mode => ExtractionMode.Deterministic;

        public bool ReadsContent => true;

        public ValueTask<IReadOnlyList<ItemExtraction>> ExtractAsync(IReadOnlyList<IngestItem> items, CancellationToken cancellationToken)
        {
            if (items.Count > mostItems || items.Any(i => i.Content == Huge))
            {
                Interlocked.Increment(ref _thrown);
#pragma warning disable MA0012 // The runtime's own exception is what is tested.
                throw new InsufficientMemoryException("as with a full heap");
#pragma warning restore MA0012
            }

            return new([.. items.Select(_ => ItemExtraction.Nothing)]);
        }
    }
}
