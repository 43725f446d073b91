using Orleans.Batch.Batches;
using Orleans.Batch.Engine.Tests.Operations;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.Tests.Insight;

/// <summary>What is told of one batch: its errors, lanes, life and course.</summary>
public sealed class ReportTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Errors_AreCountedByCode_AndAddUpToTheCounts()
    {
        await using var stage = await Stage.SetStillAsync(database, null, "a", "gone", "left");
        var batch = await stage.HeldAsync([.. Stage.Items("a", 2), Stage.Bad("a"), .. Stage.Items("gone", 3), .. Stage.Items("left", 4)]);
        await stage.Engine.Memory.DeleteGraphAsync(stage.Project, "gone", default);
        await stage.GoOnAsync(batch);
        var ended = await stage.GetAsync(batch);

        var report = await Insight(stage).GetErrorsAsync(stage.Project, batch, default);

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
        await using var stage = await Stage.SetAsync(database, null, "there");
        var toNobody = Stage.Item("") with { GraphId = null, UserId = "nobody" };
        var batch = await stage.DraftAsync(
            [.. Stage.Items("late", 2), .. Stage.Items("there", 1), toNobody, .. Stage.Items("early", 1), .. Stage.Items("late", 1)]);
        await Should.ThrowAsync<BatchServiceException>(async () => await stage.Batches.ProcessAsync(stage.Project, batch, null, default));

        var missing = await Insight(stage).FindMissingGraphsAsync(stage.Project, batch, default);
        await stage.NewGraphAsync("late");
        var left = await Insight(stage).FindMissingGraphsAsync(stage.Project, batch, default);

        missing.Graphs.ShouldBe([new MissingGraph("late", 3), new MissingGraph("early", 1)]);
        missing.Complete.ShouldBeTrue();
        left.Graphs.ShouldBe([new MissingGraph("early", 1)]);
    }

    [Fact]
    public async Task Lanes_AreCountedByState_TheLongestAndTheSlowestFirst()
    {
        await using var stage = await Stage.SetStillAsync(database, null, "long", "short");
        var batch = await stage.HeldAsync([.. Stage.Items("short", 2), .. Stage.Items("long", 30)]);
        var before = await Insight(stage).GetLanesAsync(stage.Project, batch, default);
        await stage.GoOnAsync(batch);
        var after = await Insight(stage).GetLanesAsync(stage.Project, batch, default);

        (before.Total, before.Waiting, before.Running, before.Ended).ShouldBe((2, 2, 0, 0));
        before.LongestOpen.Select(l => (l.Graph, l.Items, l.FirstSequence)).ShouldBe(
            [(GraphTarget.OfGraph("long"), 30, 2), (GraphTarget.OfGraph("short"), 2, 0)]);
        (after.Total, after.Waiting, after.Running, after.Ended, after.Canceled).ShouldBe((2, 0, 0, 2, 0));
        after.LongestOpen.ShouldBeEmpty();
        after.Slowest[0].Graph.ShouldBe(GraphTarget.OfGraph("long"));
        after.Slowest[0].Took!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task Life_TellsWhenItWasPreparedAndHeld()
    {
        var gate = new Gate(sequence: 4);
        await using var stage = await Stage.SetStillAsync(database, gate, "g");
        var batch = await stage.HeldAsync(Stage.Items("g", 5));
        (await Insight(stage).GetLifeAsync(stage.Project, batch, default)).Pauses.ShouldHaveSingleItem().To.ShouldBeNull();
        await stage.Batches.ResumeAsync(stage.Project, batch, default);
        await stage.Batches.PauseAsync(stage.Project, batch, default);
        await stage.Batches.CancelAsync(stage.Project, batch, default);
        gate.Open();
        var ended = await stage.EndOfAsync(batch);

        var life = await Insight(stage).GetLifeAsync(stage.Project, batch, default);

        life.Pauses.Count.ShouldBe(2);
        life.Pauses.ShouldAllBe(p => p.To >= p.From);
        life.Pauses[1].To.ShouldBe(ended.CancelRequestedAt);
        life.PreparedAt!.Value.ShouldBeGreaterThanOrEqualTo(ended.ProcessedAt!.Value);
        life.FirstItemAt!.Value.ShouldBeLessThanOrEqualTo(life.LastItemAt!.Value);
    }

    [Fact]
    public async Task Course_IsThinnedAndEven_AndGoesWithTheBatch()
    {
        await using var stage = await Stage.SetAsync(database, null, "g");
        var batch = await stage.EndedAsync(Stage.Items("g", 3));
        var key = await database.ScalarAsync<long>("SELECT batch_key FROM batch WHERE batch_uuid = $1", batch);
        var store = stage.Engine.Service<IBatchStore>();

        // Two hours, a sample a second.
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
        var course = await Insight(stage).GetCourseAsync(stage.Project, batch, default);
        course.Points.Count.ShouldBeInRange(90, BatchCourse.MaxPoints);
        (course.Points[0].Ended, course.Points[^1].Ended).ShouldBe((0, 3));
        course.Points.ShouldBe(course.Points.OrderBy(p => p.At));

        await database.ExecuteAsync("DELETE FROM batch WHERE batch_key = $1", key);
        (await database.ScalarAsync<long>("SELECT count(*) FROM batch_sample WHERE batch_key = $1", key)).ShouldBe(0);
    }

    [Fact]
    public async Task Coordinator_NotesHowFarItIs_WhileItRuns()
    {
        var gate = new Gate(sequence: 20);
        await using var stage = await Stage.SetAsync(database, gate, "g");
        var batch = await stage.ProcessAsync(Stage.Items("g", 60));
        await gate.Reached;
        await Eventually.TrueAsync(
            async () => await database.ScalarAsync<bool>(
                "SELECT EXISTS (SELECT FROM batch_sample JOIN batch USING (batch_key) WHERE batch_uuid = $1)", batch));
        gate.Open();
        await stage.EndOfAsync(batch);

        var course = await Insight(stage).GetCourseAsync(stage.Project, batch, default);

        course.Points.Select(p => p.Ended).ShouldBe(course.Points.Select(p => p.Ended).Order());
        course.Points.Any(p => p.Ended is > 0 and < 60).ShouldBeTrue();
    }

    private static IInsightClient Insight(Stage stage) => stage.Engine.Service<IInsightClient>();
}
