using Npgsql;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.Tests.Operations;

public sealed class PauseTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task PauseAsync_MidLane_HoldsItThroughARestartUntilItIsResumed()
    {
        var gate = new Gate(sequence: 10);
        var stage = await Stage.SetAsync(database, gate, "g", "free");
        var batch = await stage.ProcessAsync(Stage.Items("g", 60));
        await gate.Reached;
        var before = (await stage.GetAsync(batch)).Progress.SucceededItems;

        var paused = await stage.Batches.PauseAsync(stage.Project, batch, default);
        (paused.Status, paused.PausedAt is not null).ShouldBe((BatchStatus.Processing, true));
        gate.Open(); // the chunk in flight ends, and no other is begun
        await Eventually.TrueAsync(
            async () => (await stage.GetAsync(batch)).Progress.SucceededItems > before);
        var held = (await stage.GetAsync(batch)).Progress.SucceededItems;
        held.ShouldBeLessThanOrEqualTo(before + 16, "one chunk at most");
        var waiting = await stage.ProcessAsync([Stage.Item("g", "next")]);
        await stage.DisposeAsync();

        await using var later = await stage.AgainAsync();
        await later.EndedAsync(Stage.Items("free", 50));
        (await later.GetAsync(batch)).Progress.SucceededItems.ShouldBe(held);
        (await later.GetAsync(waiting)).Progress.SucceededItems.ShouldBe(0, "it comes after the paused one on this graph");
        (await later.Batches.PauseAsync(stage.Project, batch, default)).PausedAt.ShouldBe(paused.PausedAt);

        var resumed = await later.Batches.ResumeAsync(stage.Project, batch, default);
        (resumed.Status, resumed.PausedAt).ShouldBe((BatchStatus.Processing, null));
        (await later.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Succeeded);
        await later.EndOfAsync(waiting);
        (await later.ContentsAsync("g")).ShouldBe([.. Enumerable.Range(0, 60).Select(i => $"g {i}"), "next"]);
        (await later.MessagesAsync(batch)).ShouldBe(1);
    }

    [Fact]
    public async Task PauseAsync_ItsLastChunkInFlight_EndsItOnlyWhenResumed()
    {
        var gate = new Gate(sequence: 1);
        await using var stage = await Stage.SetAsync(database, gate, "g", "free");
        var batch = await stage.ProcessAsync(Stage.Items("g", 2));
        await gate.Reached;

        await stage.Batches.PauseAsync(stage.Project, batch, default);
        gate.Open();
        await Eventually.TrueAsync(
            async () => (await stage.GetAsync(batch)).Progress.SucceededItems == 2);
        await stage.EndedAsync(Stage.Items("free", 20));

        (await stage.GetAsync(batch)).Status.ShouldBe(BatchStatus.Processing);
        await stage.Batches.ResumeAsync(stage.Project, batch, default);
        (await stage.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Succeeded);
    }

    [Fact]
    public async Task PauseAsync_StillQueued_IsPreparedAndHeld()
    {
        await using var stage = await Stage.SetStillAsync(database, null, "g", "free");
        var batch = await stage.QueueAsync(Stage.Items("g", 5));
        await stage.Batches.PauseAsync(stage.Project, batch, default);

        await stage.EndedAsync(Stage.Items("free", 5)); // it is prepared after the paused one

        var held = await stage.GetAsync(batch);
        (held.Status, held.Progress.QueuedItems).ShouldBe((BatchStatus.Processing, 5));
        await stage.Batches.CancelAsync(stage.Project, batch, default);
        var end = await stage.EndOfAsync(batch);
        (end.Status, end.PausedAt, end.Progress.CanceledItems).ShouldBe((BatchStatus.Canceled, null, 5));
    }

    [Fact]
    public async Task PauseAndResume_WhereTheyMakeNoSense_AreRefused()
    {
        var gate = new Gate(sequence: 0);
        await using var stage = await Stage.SetAsync(database, gate, "g");
        var draft = await stage.DraftAsync(Stage.Items("g", 1));
        var running = await stage.ProcessAsync(Stage.Items("g", 5));
        await gate.Reached;

        await Stage.RefusedAsync(stage.Batches.PauseAsync(stage.Project, draft, default), ErrorKind.Conflict, ErrorCodes.NotProcessed);
        await Stage.RefusedAsync(stage.Batches.ResumeAsync(stage.Project, draft, default), ErrorKind.Conflict, ErrorCodes.NotProcessed);
        (await stage.Batches.ResumeAsync(stage.Project, running, default)).PausedAt.ShouldBeNull();
        await using (var held = await database.Database.Background.OpenConnectionAsync())
        {
            // Or the coordinator, which looks now and then, might have ended it already.
            await using var transaction = await held.BeginTransactionAsync();
            await new NpgsqlCommand("LOCK TABLE graph_state IN EXCLUSIVE MODE", held).ExecuteNonQueryAsync();
            await database.ExecuteAsync("UPDATE batch SET cancel_requested_at = sql_now() WHERE batch_uuid = $1", running);
            await Stage.RefusedAsync(stage.Batches.PauseAsync(stage.Project, running, default), ErrorKind.Conflict, ErrorCodes.CancelRequested);
        }

        gate.Open();
        var ended = await stage.EndOfAsync(running);
        await Stage.RefusedAsync(stage.Batches.PauseAsync(stage.Project, running, default), ErrorKind.Conflict, ErrorCodes.AlreadyEnded);
        await Stage.RefusedAsync(stage.Batches.ResumeAsync(stage.Project, ended.BatchId, default), ErrorKind.Conflict, ErrorCodes.AlreadyEnded);
    }
}
