using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.Tests.Operations;

public sealed class CancelTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task CancelAsync_MidLane_KeepsWhatIsDoneAndCancelsTheRest()
    {
        var gate = new Gate(sequence: 20);
        await using var stage = await Stage.SetAsync(database, gate, "g", "other");
        var batch = await stage.ProcessAsync([.. Stage.Items("g", 60), .. Stage.Items("other", 5)]);
        await gate.Reached;
        await Eventually.TrueAsync(
            async () => (await stage.ItemsAsync(batch, ItemStatus.Succeeded)).Any(i => i.SequenceIndex >= 60));

        var first = await stage.Batches.CancelAsync(stage.Project, batch, default);
        var end = await stage.EndOfAsync(batch);
        gate.Open(); // the chunk in flight comes too late
        var again = await stage.Batches.CancelAsync(stage.Project, batch, default);

        (first.Repeated, again.Repeated).ShouldBe((false, true));
        first.Batch.CancelRequestedAt.ShouldNotBeNull();
        again.Batch.CancelRequestedAt.ShouldBe(first.Batch.CancelRequestedAt);
        end.Status.ShouldBe(BatchStatus.Canceled);
        end.Progress.SucceededItems.ShouldBeInRange(5, 25);
        (end.Progress.SucceededItems + end.Progress.CanceledItems, end.Progress.ProcessingItems).ShouldBe((65, 0));
        var items = await stage.ItemsAsync(batch);
        items.Count(i => i.Status == ItemStatus.Succeeded).ShouldBe(end.Progress.SucceededItems);
        items.Where(i => i.Status != ItemStatus.Succeeded).ShouldAllBe(i =>
            i.Status == ItemStatus.Canceled && i.Error!.Code == ErrorCodes.BatchCanceled && i.Error.Retryable);
        (await stage.ContentsAsync("g")).ShouldBe(
            Enumerable.Range(0, items.Count(i => i.GraphId == "g" && i.Status == ItemStatus.Succeeded)).Select(i => $"g {i}"));
        (await stage.MessagesAsync(batch)).ShouldBe(1);
    }

    [Fact]
    public async Task CancelAsync_ALaneOfIt_LetsTheNextBatchGoOn()
    {
        var gate = new Gate(sequence: 4);
        await using var stage = await Stage.SetAsync(database, gate, "g");
        var first = await stage.ProcessAsync(Stage.Items("g", 50));
        await gate.Reached;
        var second = await stage.ProcessAsync([Stage.Item("g", "next")]);

        await stage.Batches.CancelAsync(stage.Project, first, default);
        await stage.EndOfAsync(first);
        gate.Open();
        (await stage.EndOfAsync(second)).Status.ShouldBe(BatchStatus.Succeeded);

        (await stage.ContentsAsync("g"))[^1].ShouldBe("next");
    }

    [Fact]
    public async Task CancelAsync_ItemsFailedBefore_EndsAsTheCountsSay()
    {
        var gate = new Gate(sequence: 20);
        await using var stage = await Stage.SetAsync(database, gate, "g");
        var batch = await stage.ProcessAsync([Stage.Bad("g"), .. Stage.Items("g", 60)]);
        await gate.Reached;

        await stage.Batches.CancelAsync(stage.Project, batch, default);
        var end = await stage.EndOfAsync(batch);
        gate.Open();

        end.Status.ShouldBe(BatchStatus.Partial);
        (end.Progress.FailedItems, end.Progress.CanceledItems > 0).ShouldBe((1, true));
    }

    [Fact]
    public async Task CancelAsync_StillQueued_EndsAtOnceAndLetsOthersBePrepared()
    {
        await using var stage = await Stage.SetStillAsync(database, null, "g");
        var first = await stage.QueueAsync(Stage.Items("g", 100));
        var second = await stage.QueueAsync(Stage.Items("g", 3));

        var answer = await stage.Batches.CancelAsync(stage.Project, first, default);

        (answer.Repeated, answer.Batch.Status).ShouldBe((false, BatchStatus.Canceled));
        answer.Batch.CompletedAt.ShouldBe(answer.Batch.CancelRequestedAt);
        (answer.Batch.Progress.CanceledItems, answer.Batch.Progress.QueuedItems).ShouldBe((100, 0));
        (await stage.MessagesAsync(first)).ShouldBe(1);
        (await stage.ItemsAsync(first, ItemStatus.Canceled)).Count.ShouldBe(100);
        (await stage.EndOfAsync(second)).Status.ShouldBe(BatchStatus.Succeeded);
        (await stage.Batches.CancelAsync(stage.Project, first, default)).Repeated.ShouldBeTrue();
    }

    [Fact]
    public async Task CancelAsync_NothingToStop_IsRefusedWithWhatToDo()
    {
        await using var stage = await Stage.SetAsync(database, null, "g");
        var draft = await stage.DraftAsync(Stage.Items("g", 1));
        var ended = await stage.EndedAsync(Stage.Items("g", 1));

        (await Stage.RefusedAsync(
            stage.Batches.CancelAsync(stage.Project, draft, default), ErrorKind.Conflict, ErrorCodes.NotProcessed)).Message
            .ShouldContain("delete it");
        (await Stage.RefusedAsync(
            stage.Batches.CancelAsync(stage.Project, ended, default), ErrorKind.Conflict, ErrorCodes.AlreadyEnded)).Message
            .ShouldContain("ended succeeded");
        await Stage.RefusedAsync(
            stage.Batches.CancelAsync(stage.Project, Guid.CreateVersion7(), default), ErrorKind.NotFound, ErrorCodes.NotFound);
        await Stage.RefusedAsync(
            stage.Batches.CancelAsync(await database.NewProjectAsync(), ended, default), ErrorKind.NotFound, ErrorCodes.NotFound);
    }

    [Fact]
    public async Task CancelAsync_AfterAThreadOfItWasDeleted_CountsNothingTwice()
    {
        var gate = new Gate(sequence: 2);
        await using var stage = await Stage.SetAsync(database, gate);
        await stage.Engine.Memory.CreateUserAsync(stage.Project, "u", new(), default);
        await stage.Engine.Memory.CreateThreadAsync(stage.Project, "t0", "u", default);
        await stage.Engine.Memory.CreateThreadAsync(stage.Project, "t1", "u", default);
        var batch = await stage.ProcessAsync(Enumerable.Range(0, 40).Select(i => new NewBatchItem
        {
            Kind = ItemKind.ThreadMessage, ThreadId = $"t{i % 2}", Role = RoleType.User, Content = $"{i}",
        }));
        await gate.Reached;

        await stage.Engine.Memory.DeleteThreadAsync(stage.Project, "t1", default);
        await stage.Batches.CancelAsync(stage.Project, batch, default);
        var end = await stage.EndOfAsync(batch);
        gate.Open();

        end.Progress.SucceededItems.ShouldBe(0);
        end.Progress.CanceledItems.ShouldBe(40);
        (await stage.ItemsAsync(batch, ItemStatus.Canceled)).Count(i => i.Error!.Code == ErrorCodes.DestinationDeleted).ShouldBe(20);
    }
}
