using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Cluster;

/// <summary>Several engines as the silos of one cluster on one database.</summary>
public sealed class SilosTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Ingest_OneBatchByTwoSilos_IsCountedInSlotsOfEachAndSummed()
    {
        await using var one = await RunningEngine.StartAsync(_database, Silo);
        await using var other = await RunningEngine.StartAsync(_database, Silo);
        var scenario = new EngineScenario(one, _database, await _database.NewProjectAsync());
        var graphs = Enumerable.Range(0, 20).Select(i => $"g{i}").ToList();
        foreach (var graph in graphs)
        {
            await scenario.NewGraphAsync(graph);
        }

        // The faster silo may sometimes process a batch alone.
        var ranges = 0L;
        for (var i = 0; i < 20 && ranges < 2; i++)
        {
            var batch = await scenario.ProcessAsync(graphs.SelectMany(g => EngineScenario.Items(g, 30)));
            var end = await scenario.EndOfAsync(batch);
            (end.Status, end.Progress.SucceededItems).ShouldBe((BatchStatus.Succeeded, 600));
            ranges = await _database.ScalarAsync<long>(
                "SELECT count(DISTINCT slot / 128) FROM batch_progress JOIN batch USING (batch_key) WHERE batch_uuid = $1", batch);
        }

        ranges.ShouldBe(2);
    }

    [Fact]
    public async Task Realtime_InAnotherProcess_MakesBatchesShort()
    {
        await using var gateway = await RunningEngine.StartAsync(_database, Silo);
        await using var silo = await RunningEngine.StartAsync(_database, Silo);
        var scenario = new EngineScenario(gateway, _database, await _database.NewProjectAsync());
        await scenario.NewGraphAsync("live");
        var throttle = silo.Service<CommitThrottle>();
        await ReadAsync(silo);
        throttle.IsThrottled.ShouldBeFalse();

        await gateway.Service<IRealtimeClient>().AddEpisodeAsync(scenario.Project, new NewEpisode
        {
            Target = GraphTarget.ForGraph("live"), Content = "now", DataType = DataType.Text,
        }, null, default);

        await Eventually.TrueAsync(
            async () =>
            {
                await ReadAsync(silo);
                return throttle.IsThrottled;
            });
    }

    [Fact]
    public async Task Realtime_InAOneProcessServer_IsPublishedNowhere()
    {
        await using var server = await RunningEngine.StartAsync(_database, Hold);
        var scenario = new EngineScenario(server, _database, await _database.NewProjectAsync());
        await scenario.NewGraphAsync("live");

        await server.Service<IRealtimeClient>().AddEpisodeAsync(scenario.Project, new NewEpisode
        {
            Target = GraphTarget.ForGraph("live"), Content = "now", DataType = DataType.Text,
        }, null, default);

        server.Service<CommitThrottle>().IsThrottled.ShouldBeTrue();
        (await _database.ScalarAsync<bool>("SELECT realtime_at = 'epoch' FROM ingest_state")).ShouldBeTrue();
    }

    // A reader asks for its graphs' lanes, and gets the news with the answer.
    private static async Task ReadAsync(RunningEngine engine)
    {
        using var chunk = await engine.Service<ILaneReader>().ReadAsync(long.MaxValue, default);
    }

    private static void Silo(IServiceCollection services)
    {
        services.AddBatchCluster("blue");
        services.PostConfigure<TestSweepOptions>(o => o.Interval = TimeSpan.FromMilliseconds(10));
        Hold(services);
    }

    // Real time stays active until the test checks it.
    private static void Hold(IServiceCollection services) =>
        services.PostConfigure<IngestionOptions>(o => o.RealtimeHold = Eventually.MaxWait);
}
