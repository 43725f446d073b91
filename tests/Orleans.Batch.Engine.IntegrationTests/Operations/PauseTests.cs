using Npgsql;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Operations;

public sealed class PauseTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task PauseAsync_MidLane_HoldsItThroughARestartUntilItIsResumed()
    {
        var gate = new Gate(sequence: 10);
        var scenario = await EngineScenario.StartAsync(database, gate, "g", "free");
        var batch = await scenario.ProcessAsync(EngineScenario.Items("g", 60));
        await gate.Reached;
        var before = (await scenario.GetAsync(batch)).Progress.SucceededItems;

        var paused = await scenario.Batches.PauseAsync(scenario.Project, batch, default);
        (paused.Status, paused.PausedAt is not null).ShouldBe((BatchStatus.Processing, true));
        gate.Open(); // the chunk in flight ends, and no other is started
        await Eventually.TrueAsync(
            async () => (await scenario.GetAsync(batch)).Progress.SucceededItems > before);
        var held = (await scenario.GetAsync(batch)).Progress.SucceededItems;
        held.ShouldBeLessThanOrEqualTo(before + 16, "one chunk at most");
        var waiting = await scenario.ProcessAsync([EngineScenario.Item("g", "next")]);
        await scenario.DisposeAsync();

        await using var later = await scenario.AgainAsync();
        await later.EndedAsync(EngineScenario.Items("free", 50));
        (await later.GetAsync(batch)).Progress.SucceededItems.ShouldBe(held);
        (await later.GetAsync(waiting)).Progress.SucceededItems.ShouldBe(0, "it comes after the paused one on this graph");
        (await later.Batches.PauseAsync(scenario.Project, batch, default)).PausedAt.ShouldBe(paused.PausedAt);

        var resumed = await later.Batches.ResumeAsync(scenario.Project, batch, default);
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
        await using var scenario = await EngineScenario.StartAsync(database, gate, "g", "free");
        var batch = await scenario.ProcessAsync(EngineScenario.Items("g", 2));
        await gate.Reached;

        await scenario.Batches.PauseAsync(scenario.Project, batch, default);
        gate.Open();
        await Eventually.TrueAsync(
            async () => (await scenario.GetAsync(batch)).Progress.SucceededItems == 2);
        await scenario.EndedAsync(EngineScenario.Items("free", 20));

        (await scenario.GetAsync(batch)).Status.ShouldBe(BatchStatus.Processing);
        await scenario.Batches.ResumeAsync(scenario.Project, batch, default);
        (await scenario.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Succeeded);
    }

    [Fact]
    public async Task PauseAsync_StillQueued_IsPreparedAndHeld()
    {
        await using var scenario = await EngineScenario.SetStillAsync(database, null, "g", "free");
        var batch = await scenario.QueueAsync(EngineScenario.Items("g", 5));
        await scenario.Batches.PauseAsync(scenario.Project, batch, default);

        await scenario.EndedAsync(EngineScenario.Items("free", 5)); // it is prepared after the paused one

        var held = await scenario.GetAsync(batch);
        (held.Status, held.Progress.QueuedItems).ShouldBe((BatchStatus.Processing, 5));
        await scenario.Batches.CancelAsync(scenario.Project, batch, default);
        var end = await scenario.EndOfAsync(batch);
        (end.Status, end.PausedAt, end.Progress.CanceledItems).ShouldBe((BatchStatus.Canceled, null, 5));
    }

    [Fact]
    public async Task PauseAndResume_WhereTheyMakeNoSense_AreRefused()
    {
        var gate = new Gate(sequence: 0);
        await using var scenario = await EngineScenario.StartAsync(database, gate, "g");
        var draft = await scenario.DraftAsync(EngineScenario.Items("g", 1));
        var running = await scenario.ProcessAsync(EngineScenario.Items("g", 5));
        await gate.Reached;

        await EngineScenario.RefusedAsync(scenario.Batches.PauseAsync(scenario.Project, draft, default), ErrorKind.Conflict, ErrorCodes.NotProcessed);
        await EngineScenario.RefusedAsync(scenario.Batches.ResumeAsync(scenario.Project, draft, default), ErrorKind.Conflict, ErrorCodes.NotProcessed);
        (await scenario.Batches.ResumeAsync(scenario.Project, running, default)).PausedAt.ShouldBeNull();
        await using (var held = await database.Database.Background.OpenConnectionAsync())
        {
            // Otherwise the coordinator, which polls now and then, might have ended it already.
            await using var transaction = await held.BeginTransactionAsync();
            await new NpgsqlCommand("LOCK TABLE graph_state IN EXCLUSIVE MODE", held).ExecuteNonQueryAsync();
            await database.ExecuteAsync("UPDATE batch SET cancel_requested_at = sql_now() WHERE batch_uuid = $1", running);
            await EngineScenario.RefusedAsync(scenario.Batches.PauseAsync(scenario.Project, running, default), ErrorKind.Conflict, ErrorCodes.CancelRequested);
        }

        gate.Open();
        var ended = await scenario.EndOfAsync(running);
        await EngineScenario.RefusedAsync(scenario.Batches.PauseAsync(scenario.Project, running, default), ErrorKind.Conflict, ErrorCodes.AlreadyEnded);
        await EngineScenario.RefusedAsync(scenario.Batches.ResumeAsync(scenario.Project, ended.BatchId, default), ErrorKind.Conflict, ErrorCodes.AlreadyEnded);
    }
}
