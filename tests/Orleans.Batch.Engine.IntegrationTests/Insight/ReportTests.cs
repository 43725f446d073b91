using Orleans.Batch.Batches;
using Orleans.Batch.Engine.IntegrationTests.Operations;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Insight;

/// <summary>The reports on one batch: its errors, lanes, timeline and progress.</summary>
public sealed class ReportTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Errors_AreCountedByCode_AndAddUpToTheCounts()
    {
        await using var scenario = await EngineScenario.SetStillAsync(database, null, "a", "gone", "left");
        var batch = await scenario.HeldAsync([.. EngineScenario.Items("a", 2), EngineScenario.Bad("a"), .. EngineScenario.Items("gone", 3), .. EngineScenario.Items("left", 4)]);
        await scenario.Engine.Graphs.DeleteGraphAsync(scenario.Project, "gone", default);
        await scenario.GoOnAsync(batch);
        var ended = await scenario.GetAsync(batch);

        var report = await Insight(scenario).GetErrorsAsync(scenario.Project, batch, default);

        report.Complete.ShouldBeTrue();
        report.Groups.Select(g => (g.Code, g.Status, g.Items)).ShouldBe(
            [(ErrorCodes.DestinationDeleted, ItemStatus.Canceled, 3), (ErrorCodes.InvalidJsonData, ItemStatus.Failed, 1)]);
        report.Groups.Sum(g => g.Items).ShouldBe(ended.Progress.FailedItems + ended.Progress.CanceledItems);
        var failed = report.Groups[1];
        (failed.First, failed.Last, failed.FirstAt is not null, failed.Message.Length > 0).ShouldBe((2, 2, true, true));
    }

    [Fact]
    public async Task MissingGraphs_AreListedOnceInTheOrderOfItems_UntilTheyAreMade()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "there");
        var toMissingUser = EngineScenario.Item("") with { GraphId = null, UserId = "missing" };
        var batch = await scenario.DraftAsync(
            [.. EngineScenario.Items("late", 2), .. EngineScenario.Items("there", 1), toMissingUser, .. EngineScenario.Items("early", 1), .. EngineScenario.Items("late", 1)]);
        await Should.ThrowAsync<BatchServiceException>(async () => await scenario.Batches.ProcessAsync(scenario.Project, batch, null, default));

        var missing = await Insight(scenario).FindMissingGraphsAsync(scenario.Project, batch, default);
        await scenario.NewGraphAsync("late");
        var left = await Insight(scenario).FindMissingGraphsAsync(scenario.Project, batch, default);

        missing.Graphs.ShouldBe([new MissingGraph("late", 3), new MissingGraph("early", 1)]);
        missing.Complete.ShouldBeTrue();
        left.Graphs.ShouldBe([new MissingGraph("early", 1)]);
    }

    [Fact]
    public async Task Lanes_AreCountedByState_TheLongestAndTheSlowestFirst()
    {
        await using var scenario = await EngineScenario.SetStillAsync(database, null, "long", "short");
        var batch = await scenario.HeldAsync([.. EngineScenario.Items("short", 2), .. EngineScenario.Items("long", 30)]);
        var before = await Insight(scenario).GetLanesAsync(scenario.Project, batch, default);
        await scenario.GoOnAsync(batch);
        var after = await Insight(scenario).GetLanesAsync(scenario.Project, batch, default);

        (before.Total, before.Waiting, before.Running, before.Ended).ShouldBe((2, 2, 0, 0));
        before.LongestOpen.Select(l => (l.Graph, l.Items, l.FirstSequence)).ShouldBe(
            [(GraphTarget.ForGraph("long"), 30, 2), (GraphTarget.ForGraph("short"), 2, 0)]);
        (after.Total, after.Waiting, after.Running, after.Ended, after.Canceled).ShouldBe((2, 0, 0, 2, 0));
        after.LongestOpen.ShouldBeEmpty();
        after.Slowest[0].Graph.ShouldBe(GraphTarget.ForGraph("long"));
        after.Slowest[0].Took!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task Life_TellsWhenItWasPreparedAndHeld()
    {
        var gate = new Gate(sequence: 4);
        await using var scenario = await EngineScenario.SetStillAsync(database, gate, "g");
        var batch = await scenario.HeldAsync(EngineScenario.Items("g", 5));
        (await Insight(scenario).GetTimelineAsync(scenario.Project, batch, default)).Pauses.ShouldHaveSingleItem().To.ShouldBeNull();
        await scenario.Batches.ResumeAsync(scenario.Project, batch, default);
        await scenario.Batches.PauseAsync(scenario.Project, batch, default);
        await scenario.Batches.CancelAsync(scenario.Project, batch, default);
        gate.Open();
        var ended = await scenario.EndOfAsync(batch);

        var timeline = await Insight(scenario).GetTimelineAsync(scenario.Project, batch, default);

        timeline.Pauses.Count.ShouldBe(2);
        timeline.Pauses.ShouldAllBe(p => p.To >= p.From);
        timeline.Pauses[1].To.ShouldBe(ended.CancelRequestedAt);
        timeline.PreparedAt!.Value.ShouldBeGreaterThanOrEqualTo(ended.ProcessedAt!.Value);
        timeline.FirstItemAt!.Value.ShouldBeLessThanOrEqualTo(timeline.LastItemAt!.Value);
    }

    [Fact]
    public async Task Course_IsThinnedAndEven_AndGoesWithTheBatch()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var batch = await scenario.EndedAsync(EngineScenario.Items("g", 3));
        var key = await database.ScalarAsync<long>("SELECT batch_key FROM batch WHERE batch_uuid = $1", batch);
        var store = scenario.Engine.Service<IBatchRunStore>();

        // Two hours, with a sample each second.
        await database.ExecuteAsync(
            """
            UPDATE batch SET processed_at = processed_at - interval '2 hours', prepared_at = prepared_at - interval '2 hours'
            WHERE batch_key = $1
            """,
            key);
        for (var i = 0; i < 72; i++)
        {
            await database.ExecuteAsync(
                """
                INSERT INTO batch_sample (batch_key, at, ended, failed)
                SELECT $1, prepared_at + ($2 * 100 + n) * interval '1 s', 1, 0 FROM batch, generate_series(1, 99) n WHERE batch_key = $1
                """,
                key,
                i);
            await store.AddSampleAsync(key, null, default);
        }

        var samples = await database.ColumnAsync<DateTime>("SELECT at FROM batch_sample WHERE batch_key = $1 ORDER BY at", key);
        samples.Count.ShouldBeLessThanOrEqualTo(240);
        samples.Zip(samples.Skip(1), (a, b) => b - a).Max().ShouldBeLessThan(TimeSpan.FromMinutes(4));
        var history = await Insight(scenario).GetProgressHistoryAsync(scenario.Project, batch, default);
        history.Points.Count.ShouldBeInRange(90, ProgressHistory.MaxPoints);
        (history.Points[0].Ended, history.Points[^1].Ended).ShouldBe((0, 3));
        history.Points.ShouldBe(history.Points.OrderBy(p => p.At));

        await database.ExecuteAsync("DELETE FROM batch WHERE batch_key = $1", key);
        (await database.ScalarAsync<long>("SELECT count(*) FROM batch_sample WHERE batch_key = $1", key)).ShouldBe(0);
    }

    [Fact]
    public async Task Coordinator_NotesHowFarItIs_WhileItRuns()
    {
        var gate = new Gate(sequence: 20);
        await using var scenario = await EngineScenario.StartAsync(database, gate, "g");
        var batch = await scenario.ProcessAsync(EngineScenario.Items("g", 60));
        await gate.Reached;
        await Eventually.TrueAsync(
            async () => await database.ScalarAsync<bool>(
                "SELECT EXISTS (SELECT FROM batch_sample JOIN batch USING (batch_key) WHERE batch_uuid = $1)", batch));
        gate.Open();
        await scenario.EndOfAsync(batch);

        var history = await Insight(scenario).GetProgressHistoryAsync(scenario.Project, batch, default);

        history.Points.Select(p => p.Ended).ShouldBe(history.Points.Select(p => p.Ended).Order());
        history.Points.Any(p => p.Ended is > 0 and < 60).ShouldBeTrue();
    }

    private static IInsightClient Insight(EngineScenario scenario) => scenario.Engine.Service<IInsightClient>();
}
