using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Ingestion;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.Facts;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Ingestion;

/// <summary>Reads are bounded by bytes and commits by facts, and graphs hold the same facts.</summary>
public sealed class BoundedWorkTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Read_ContentOverItsBytes_ComesInSmallerChunks()
    {
        var chunks = new ConcurrentBag<ProcessedChunk>();
        await using var engine = await StartAsync(chunks, o => o.ReadBytes = 4_000);
        var scenario = new EngineScenario(engine, database, await database.NewProjectAsync());
        string[] graphs = ["a", "b", "c", "d"];
        foreach (var graph in graphs)
        {
            await scenario.NewGraphAsync(graph);
        }

        // JSON is read even if it is only stored.
        var items = graphs.SelectMany(g => Enumerable.Range(0, 20).Select(i => Json(g, $"\"{i} {new string('x', 1_000)}\""))).ToList();
        var end = await scenario.EndOfAsync(await scenario.ProcessAsync(items));

        end.Progress.SucceededItems.ShouldBe(items.Count);
        chunks.Max(c => c.Results.Sum(r => r.Item.Content!.Length)).ShouldBeLessThanOrEqualTo(2_100);
        foreach (var graph in graphs)
        {
            (await scenario.ContentsAsync(graph)).ShouldBe(items.Where(i => i.GraphId == graph).Select(i => i.Content));
        }
    }

    [Fact]
    public async Task Commit_FactsOverItsLimit_ComeInSmallerChunks()
    {
        var chunks = new ConcurrentBag<ProcessedChunk>();
        await using var engine = await StartAsync(chunks, o => o.CommitFacts = 25);
        var scenario = new EngineScenario(engine, database, await database.NewProjectAsync(ExtractionMode.Deterministic));
        await scenario.NewGraphAsync("facts-few");

        var end = await scenario.EndOfAsync(await scenario.ProcessAsync(
            Enumerable.Range(0, 40).Select(i => Json("facts-few", Record(i % 5, fields: 1 + (i % 30))))));

        end.Progress.SucceededItems.ShouldBe(40);
        chunks.ShouldAllBe(c => c.Facts <= 25 || c.Results.Count == 1);
        (await GraphFactsCheck.RunAsync(database.ConnectionString, "facts-few")).Wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Commit_OfMoreTimelinesThanAreLookedIntoAtOnce_DatesAllFactsRightly()
    {
        await using var engine = await RunningEngine.StartAsync(database);
        var scenario = new EngineScenario(engine, database, await database.NewProjectAsync(ExtractionMode.Deterministic));
        await scenario.NewGraphAsync("facts-many");
        var dates = new[] { 3, 1, 2 }.Select(d => new DateTimeOffset(2024, 1, d, 0, 0, 0, TimeSpan.Zero));

        // 8 records of 800 fields in a commit; later ones have dates between those of earlier ones.
        foreach (var date in dates)
        {
            var end = await scenario.EndOfAsync(await scenario.ProcessAsync(
                Enumerable.Range(0, 8).Select(i => Json("facts-many", Record(i, fields: 800, value: date.Day)) with { CreatedAt = date })));
            end.Status.ShouldBe(BatchStatus.Succeeded);
        }

        var (wrong, facts) = await GraphFactsCheck.RunAsync(database.ConnectionString, "facts-many");
        wrong.ShouldBeEmpty();
        facts.ShouldBe(3 * 8 * 800);
    }

    private Task<RunningEngine> StartAsync(ConcurrentBag<ProcessedChunk> chunks, Action<IngestionOptions> configure) =>
        RunningEngine.StartAsync(database, services =>
        {
            services.PostConfigure(configure);
            services.AddSingleton<GroupCommitWriter>();
            services.Replace(ServiceDescriptor.Singleton<ILaneWriter>(
                s => new RecordingWriter(s.GetRequiredService<GroupCommitWriter>(), chunks)));
        });

    private static NewBatchItem Json(string graph, string content) => EngineScenario.Item(graph, content) with { DataType = DataType.Json };

    private static string Record(int i, int fields, int value = 0) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"id":"r-{{i}}",{{string.Join(',', Enumerable.Range(0, fields).Select(f => $"\"k{f:x}\":{value + f}"))}}}""");

    private sealed class RecordingWriter(GroupCommitWriter writer, ConcurrentBag<ProcessedChunk> chunks) : ILaneWriter
    {
        public ValueTask<CommitOutcome> CommitAsync(ProcessedChunk chunk, CancellationToken cancellationToken)
        {
            chunks.Add(chunk);
            return writer.CommitAsync(chunk, cancellationToken);
        }
    }
}
