using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Insight;

/// <summary>Real time and batches side by side, from the database.</summary>
public sealed class TrafficTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Figures_AreThoseOfTheCallsThatEnded_OfThisProjectAlone()
    {
        await using var engine = await RunningEngine.StartAsync(database);
        var project = await database.NewProjectAsync();
        await CallsAsync(project, calls: 100, step: 58, "n * interval '1 ms'");
        await CallsAsync(await database.NewProjectAsync(), calls: 50, step: 58, "interval '9 s'");

        var traffic = await engine.Service<IInsightClient>().GetTrafficAsync(project, default);

        traffic.Steps.Count.ShouldBe(60);
        traffic.Steps.Sum(s => s.Live.CallsPerSecond).ShouldBe(20);
        traffic.Steps.Sum(s => s.Live.ItemsPerSecond).ShouldBe(40);
        var (p50, p95, p99) = (traffic.LastMinute.P50, traffic.LastMinute.P95, traffic.LastMinute.P99);
        (p50, p95, p99).ShouldBe((50, 95, 99));
        traffic.LastMinute.CallsPerSecond.ShouldBe(1.67);
        traffic.Steps.Count(s => s.Live.P50 is null).ShouldBe(59);
    }

    [Fact]
    public async Task FullStep_IsTakenByItsFirstCalls_AndItsRateFromThem()
    {
        await using var engine = await RunningEngine.StartAsync(database);
        var project = await database.NewProjectAsync();
        await CallsAsync(project, calls: 4_000, step: 30, "interval '5 ms'");

        var traffic = await engine.Service<IInsightClient>().GetTrafficAsync(project, default);

        traffic.Steps.Max(s => s.Live.CallsPerSecond).ShouldBeInRange(700, 900);
        traffic.LastMinute.P99.ShouldBeNull();
    }

    [Fact]
    public async Task BatchRate_IsSpreadOverTheTimeItTook()
    {
        await using var engine = await RunningEngine.StartAsync(database);
        var project = await database.NewProjectAsync();
        var id = (await engine.Batches.CreateAsync(project, new(), null, default)).Value.BatchId;
        await database.ExecuteAsync(
            """
            UPDATE batch SET status = 4, processed_at = sql_now() - interval '200 s', prepared_at = sql_now() - interval '180 s',
                completed_at = sql_now() - interval '80 s', item_count = 1000 WHERE batch_uuid = $1
            """,
            id);
        await database.ExecuteAsync(
            "INSERT INTO batch_progress (batch_key, slot, succeeded) SELECT batch_key, 0, 1000 FROM batch WHERE batch_uuid = $1", id);

        var traffic = await engine.Service<IInsightClient>().GetTrafficAsync(project, default);

        traffic.Steps.Sum(s => s.BatchItemsPerSecond * LiveTraffic.StepSeconds).ShouldBe(1_000, tolerance: 2);
        traffic.Steps.Max(s => s.BatchItemsPerSecond).ShouldBe(10, tolerance: 0.01);
        traffic.BatchItemsPerSecond.ShouldBe(0);
    }

    [Fact]
    public async Task LiveWrite_ShowsUp()
    {
        await using var engine = await RunningEngine.StartAsync(database);
        var project = await database.NewProjectAsync();
        await engine.Graphs.CreateGraphAsync(project, "g", new(), default);
        await engine.Service<IRealtimeClient>().AddEpisodeAsync(
            project, new() { Target = GraphTarget.ForGraph("g"), Content = "hello", DataType = DataType.Text }, null, default);
        using var end = new CancellationTokenSource(Eventually.MaxWait);

        await foreach (var look in engine.Service<IInsightClient>().WatchTrafficAsync(project, end.Token))
        {
            if (look.LastMinute.P99 is > 0)
            {
                return;
            }
        }
    }

    // Calls that ended within a step, each with its duration.
    private Task<int> CallsAsync(ProjectId project, int calls, int step, string latency) => database.ExecuteAsync(
        $"""
        INSERT INTO realtime_task (task_uuid, project_key, graph_key, kind, items, open, created_at, completed_at)
        SELECT gen_random_uuid(), $1, 1, 0, 2, 0, at - {latency}, at
        FROM (SELECT n, date_bin('5 s', t.now, '2000-01-01Z') - (60 - $3) * interval '5 s' + n * interval '5 s' / ($2 + 1) AS at
              FROM (SELECT sql_now() AS now OFFSET 0) t, generate_series(1, $2) n) c
        """,
        project.Value,
        calls,
        step);
}
