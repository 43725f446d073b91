using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.Engine.IntegrationTests.Realtime;
using Orleans.Batch.Facts;
using Orleans.Batch.Ingestion;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Ingestion;

/// <summary>Content is loaded only for an extractor that declares that it reads it, in any mode.</summary>
public sealed class ContentReadingTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData(ExtractionMode.Deterministic, true)]
    [InlineData(ExtractionMode.Deterministic, false)]
    [InlineData(ExtractionMode.StoreOnly, true)]
    [InlineData(ExtractionMode.StoreOnly, false)]
    public async Task Content_IsReadAsTheExtractorSays(ExtractionMode mode, bool readsContent)
    {
        var extractor = new RecordingExtractor(mode, readsContent);
        await using var engine = await RunningEngine.StartAsync(database, services =>
        {
            services.RemoveAll<IFactExtractor>();
            services.AddSingleton<IFactExtractor>(extractor);
        });
        var project = await database.NewProjectAsync(mode);
        var scenario = new EngineScenario(engine, database, project);
        await scenario.NewGraphAsync("g");

        (await scenario.EndOfAsync(await scenario.ProcessAsync([EngineScenario.Item("g", "batch")]))).Status.ShouldBe(BatchStatus.Succeeded);
        await engine.Service<IRealtimeClient>().AddEpisodeAsync(project, LiveTestProject.Episode("g", "live"), null, default);
        await Eventually.TrueAsync(async () => (await scenario.ContentsAsync("g")).SequenceEqual(["batch", "live"]));

        extractor.Contents.ShouldBe(readsContent ? ["batch", "live"] : [null, null]);
    }

    private sealed class RecordingExtractor(ExtractionMode mode, bool readsContent) : IFactExtractor
    {
        public ConcurrentQueue<string?> Contents { get; } = [];

        public ExtractionMode Mode => mode;

        public bool ReadsContent => readsContent;

        public ValueTask<IReadOnlyList<ItemExtraction>> ExtractAsync(IReadOnlyList<IngestItem> items, CancellationToken cancellationToken)
        {
            foreach (var item in items)
            {
                Contents.Enqueue(item.Content);
            }

            return new([.. items.Select(_ => ItemExtraction.Nothing)]);
        }
    }
}
