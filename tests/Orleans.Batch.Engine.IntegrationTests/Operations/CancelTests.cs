using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Operations;

public sealed class CancelTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task CancelAsync_MidLane_KeepsWhatIsDoneAndCancelsTheRest()
    {
        var gate = new Gate(sequence: 20);
        await using var scenario = await EngineScenario.StartAsync(database, gate, "g", "other");
        var batch = await scenario.ProcessAsync([.. EngineScenario.Items("g", 60), .. EngineScenario.Items("other", 5)]);
        await gate.Reached;
        await Eventually.TrueAsync(
            async () => (await scenario.ItemsAsync(batch, ItemStatus.Succeeded)).Any(i => i.SequenceIndex >= 60));

        var first = await scenario.Batches.CancelAsync(scenario.Project, batch, default);
        var end = await scenario.EndOfAsync(batch);
        gate.Open(); // the chunk in flight is too late
        var again = await scenario.Batches.CancelAsync(scenario.Project, batch, default);

        (first.Repeated, again.Repeated).ShouldBe((false, true));
        first.Batch.CancelRequestedAt.ShouldNotBeNull();
        again.Batch.CancelRequestedAt.ShouldBe(first.Batch.CancelRequestedAt);
        end.Status.ShouldBe(BatchStatus.Canceled);
        end.Progress.SucceededItems.ShouldBeInRange(5, 25);
        (end.Progress.SucceededItems + end.Progress.CanceledItems, end.Progress.ProcessingItems).ShouldBe((65, 0));
        var items = await scenario.ItemsAsync(batch);
        items.Count(i => i.Status == ItemStatus.Succeeded).ShouldBe(end.Progress.SucceededItems);
        items.Where(i => i.Status != ItemStatus.Succeeded).ShouldAllBe(i =>
            i.Status == ItemStatus.Canceled && i.Error!.Code == ErrorCodes.BatchCanceled && i.Error.Retryable);
        (await scenario.ContentsAsync("g")).ShouldBe(
            Enumerable.Range(0, items.Count(i => i.GraphId == "g" && i.Status == ItemStatus.Succeeded)).Select(i => $"g {i}"));
        (await scenario.MessagesAsync(batch)).ShouldBe(1);
    }

    [Fact]
    public async Task CancelAsync_ALaneOfIt_LetsTheNextBatchGoOn()
    {
        var gate = new Gate(sequence: 4);
        await using var scenario = await EngineScenario.StartAsync(database, gate, "g");
        var first = await scenario.ProcessAsync(EngineScenario.Items("g", 50));
        await gate.Reached;
        var second = await scenario.ProcessAsync([EngineScenario.Item("g", "next")]);

        await scenario.Batches.CancelAsync(scenario.Project, first, default);
        await scenario.EndOfAsync(first);
        gate.Open();
        (await scenario.EndOfAsync(second)).Status.ShouldBe(BatchStatus.Succeeded);

        (await scenario.ContentsAsync("g"))[^1].ShouldBe("next");
    }

    [Fact]
    public async Task CancelAsync_ItemsFailedBefore_EndsAsTheCountsSay()
    {
        var gate = new Gate(sequence: 20);
        await using var scenario = await EngineScenario.StartAsync(database, gate, "g");
        var batch = await scenario.ProcessAsync([EngineScenario.Bad("g"), .. EngineScenario.Items("g", 60)]);
        await gate.Reached;

        await scenario.Batches.CancelAsync(scenario.Project, batch, default);
        var end = await scenario.EndOfAsync(batch);
        gate.Open();

        end.Status.ShouldBe(BatchStatus.Partial);
        (end.Progress.FailedItems, end.Progress.CanceledItems > 0).ShouldBe((1, true));
    }

    [Fact]
    public async Task CancelAsync_StillQueued_EndsAtOnceAndLetsOthersBePrepared()
    {
        await using var scenario = await EngineScenario.SetStillAsync(database, null, "g");
        var first = await scenario.QueueAsync(EngineScenario.Items("g", 100));
        var second = await scenario.QueueAsync(EngineScenario.Items("g", 3));

        var answer = await scenario.Batches.CancelAsync(scenario.Project, first, default);

        (answer.Repeated, answer.Batch.Status).ShouldBe((false, BatchStatus.Canceled));
        answer.Batch.CompletedAt.ShouldBe(answer.Batch.CancelRequestedAt);
        (answer.Batch.Progress.CanceledItems, answer.Batch.Progress.QueuedItems).ShouldBe((100, 0));
        (await scenario.MessagesAsync(first)).ShouldBe(1);
        (await scenario.ItemsAsync(first, ItemStatus.Canceled)).Count.ShouldBe(100);
        (await scenario.EndOfAsync(second)).Status.ShouldBe(BatchStatus.Succeeded);
        (await scenario.Batches.CancelAsync(scenario.Project, first, default)).Repeated.ShouldBeTrue();
    }

    [Fact]
    public async Task CancelAsync_NothingToStop_IsRefusedWithWhatToDo()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var draft = await scenario.DraftAsync(EngineScenario.Items("g", 1));
        var ended = await scenario.EndedAsync(EngineScenario.Items("g", 1));

        (await EngineScenario.RefusedAsync(
            scenario.Batches.CancelAsync(scenario.Project, draft, default), ErrorKind.Conflict, ErrorCodes.NotProcessed)).Message
            .ShouldContain("delete it");
        (await EngineScenario.RefusedAsync(
            scenario.Batches.CancelAsync(scenario.Project, ended, default), ErrorKind.Conflict, ErrorCodes.AlreadyEnded)).Message
            .ShouldContain("ended succeeded");
        await EngineScenario.RefusedAsync(
            scenario.Batches.CancelAsync(scenario.Project, Guid.CreateVersion7(), default), ErrorKind.NotFound, ErrorCodes.NotFound);
        await EngineScenario.RefusedAsync(
            scenario.Batches.CancelAsync(await database.NewProjectAsync(), ended, default), ErrorKind.NotFound, ErrorCodes.NotFound);
    }

    [Fact]
    public async Task CancelAsync_AfterAThreadOfItWasDeleted_CountsNothingTwice()
    {
        var gate = new Gate(sequence: 2);
        await using var scenario = await EngineScenario.StartAsync(database, gate);
        await scenario.Engine.Users.CreateUserAsync(scenario.Project, "u", new(), default);
        await scenario.Engine.Threads.CreateThreadAsync(scenario.Project, "t0", "u", default);
        await scenario.Engine.Threads.CreateThreadAsync(scenario.Project, "t1", "u", default);
        var batch = await scenario.ProcessAsync(Enumerable.Range(0, 40).Select(i => new NewBatchItem
        {
            Kind = ItemKind.ThreadMessage, ThreadId = $"t{i % 2}", Role = RoleType.User, Content = $"{i}",
        }));
        await gate.Reached;

        await scenario.Engine.Threads.DeleteThreadAsync(scenario.Project, "t1", default);
        await scenario.Batches.CancelAsync(scenario.Project, batch, default);
        var end = await scenario.EndOfAsync(batch);
        gate.Open();

        end.Progress.SucceededItems.ShouldBe(0);
        end.Progress.CanceledItems.ShouldBe(40);
        (await scenario.ItemsAsync(batch, ItemStatus.Canceled)).Count(i => i.Error!.Code == ErrorCodes.DestinationDeleted).ShouldBe(20);
    }
}
