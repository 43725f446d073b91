using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.Facts;
using Orleans.Batch.Ingestion;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Realtime;

/// <summary>An item on which extraction always throws fails once, and does not delay those behind it.</summary>
public sealed class ThrowingExtractorTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Bug = "bug";

    [Fact]
    public async Task LiveWrite_ThatExtractionThrowsFor_FailsAloneAndSaysSo()
    {
        await using var engine = await RunningEngine.StartAsync(database, Build);
        var project = await database.NewProjectAsync(ExtractionMode.Deterministic);
        await engine.Graphs.CreateGraphAsync(project, "g", new(), default);
        var tasks = new List<(Guid Task, bool Bad)>();
        foreach (var content in (string[])["a", Bug, "b", "c", Bug, "d"])
        {
            var write = await engine.Service<IRealtimeClient>().AddEpisodeAsync(project, LiveTestProject.Episode("g", content), null, default);
            tasks.Add((write.Value.TaskId, content == Bug));
        }

        foreach (var (task, bad) in tasks)
        {
            var end = await EndOfAsync(engine, project, task);
            end.Status.ShouldBe(bad ? IngestTaskStatus.Failed : IngestTaskStatus.Succeeded);
            end.Error?.Code.ShouldBe(ErrorCodes.ExtractionFailed);
            end.Error?.Message.ShouldContain(nameof(InvalidOperationException));
        }
    }

    [Fact]
    public async Task Batch_WithAnItemThatExtractionThrowsFor_EndsPartial()
    {
        await using var engine = await RunningEngine.StartAsync(database, Build);
        var scenario = new EngineScenario(engine, database, await database.NewProjectAsync(ExtractionMode.Deterministic));
        await scenario.NewGraphAsync("g");

        var batch = await scenario.ProcessAsync(((string[])["a", "b", Bug, "c"]).Select(c => EngineScenario.Item("g", c)).ToList());

        var end = await scenario.EndOfAsync(batch);
        (end.Status, end.Progress.SucceededItems, end.Progress.FailedItems).ShouldBe((BatchStatus.Partial, 3, 1));
        var failed = (await scenario.ItemsAsync(batch, ItemStatus.Failed)).ShouldHaveSingleItem();
        (failed.SequenceIndex, failed.Error?.Code).ShouldBe((2, ErrorCodes.ExtractionFailed));
    }

    [Fact]
    public async Task LiveWrite_AFaultThatMayPass_IsTriedAgain()
    {
        var extractor = new ThrowingExtractor { Outages = 2 };
        await using var engine = await RunningEngine.StartAsync(database, s => Build(s, extractor));
        var project = await database.NewProjectAsync(ExtractionMode.Deterministic);
        await engine.Graphs.CreateGraphAsync(project, "g", new(), default);

        var write = await engine.Service<IRealtimeClient>().AddEpisodeAsync(project, LiveTestProject.Episode("g", "a"), null, default);

        (await EndOfAsync(engine, project, write.Value.TaskId)).Status.ShouldBe(IngestTaskStatus.Succeeded);
        extractor.Outages.ShouldBe(0);
    }

    private static async Task<IngestTask> EndOfAsync(RunningEngine engine, ProjectId project, Guid task)
    {
        IngestTask? found = null;
        await Eventually.TrueAsync(
            async () => (found = await engine.Service<IRealtimeClient>().GetTaskAsync(project, task, default)).Status >= IngestTaskStatus.Succeeded);
        return found!;
    }

    private static void Build(IServiceCollection services) => Build(services, new ThrowingExtractor());

    private static void Build(IServiceCollection services, ThrowingExtractor extractor)
    {
        services.RemoveAll<IFactExtractor>();
        services.AddSingleton<IFactExtractor>(extractor);
    }

    private sealed class ThrowingExtractor : IFactExtractor
    {
        public int Outages { get; set; }

        public ExtractionMode Mode => ExtractionMode.Deterministic;

        public bool ReadsContent => true;

        public ValueTask<IReadOnlyList<ItemExtraction>> ExtractAsync(IReadOnlyList<IngestItem> items, CancellationToken cancellationToken)
        {
            if (Outages > 0)
            {
                Outages--;
                throw new HttpRequestException("the model cannot be reached");
            }

            return items.Any(i => i.Content == Bug)
                ? throw new InvalidOperationException("as a bug would")
                : new([.. items.Select(_ => ItemExtraction.Nothing)]);
        }
    }
}
