using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.Tests.Operations;

public sealed class RetryTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly RetrySelection Everything = new();
    private static readonly RetrySelection Draft = new() { Process = false };

    [Fact]
    public async Task RetryAsync_AfterACancel_TakesUpTheRestWithTheSameEpisodesInOrder()
    {
        var gate = new Gate(sequence: 20);
        await using var stage = await Stage.SetAsync(database, gate, "g");
        var batch = await stage.ProcessAsync(Stage.Items("g", 60));
        await gate.Reached;
        await stage.Batches.CancelAsync(stage.Project, batch, default);
        var end = await stage.EndOfAsync(batch);
        gate.Open();
        var canceled = await stage.ItemsAsync(batch, ItemStatus.Canceled);

        var retry = (await stage.Batches.RetryAsync(stage.Project, batch, Everything, null, default)).Value;
        (await stage.EndOfAsync(retry.BatchId)).Status.ShouldBe(BatchStatus.Succeeded);

        (retry.RetryOf, retry.ItemCount, retry.Status).ShouldBe((batch, canceled.Count, BatchStatus.Queued));
        var again = await stage.ItemsAsync(retry.BatchId);
        again.Select(i => i.EpisodeUuid).ShouldBe(canceled.Select(i => i.EpisodeUuid));
        again.Select(i => i.SequenceIndex).ShouldBe(Enumerable.Range(0, canceled.Count));
        (await stage.ContentsAsync("g")).ShouldBe(Enumerable.Range(0, 60).Select(i => $"g {i}"));
        (await stage.GetAsync(batch)).ShouldBe(end, "the old batch stays as it ended");
        (await stage.ItemsAsync(batch)).ShouldAllBe(i => i.RetriedIn == (i.Status == ItemStatus.Canceled ? retry.BatchId : null));
        (await stage.MessagesAsync(retry.BatchId)).ShouldBe(1);
        await Stage.RefusedAsync(
            stage.Batches.RetryAsync(stage.Project, batch, Everything, null, default), ErrorKind.InvalidRequest, ErrorCodes.NothingToRetry);
    }

    [Fact]
    public async Task RetryAsync_FailedAgain_IsTakenUpFromEitherBatchButOnce()
    {
        await using var stage = await Stage.SetAsync(database, null, "g");
        var first = await stage.EndedAsync([Stage.Bad("g"), Stage.Item("g"), Stage.Bad("g")]);
        var second = await stage.RetriedAsync(first, Everything);
        (await stage.GetAsync(second)).Progress.FailedItems.ShouldBe(2);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            try
            {
                return (await stage.Batches.RetryAsync(stage.Project, i % 2 == 0 ? first : second, Draft, null, default)).Value;
            }
            catch (BatchServiceException e) when (e.Code == ErrorCodes.NothingToRetry)
            {
                e.Message.ShouldContain("have not ended");
                return null;
            }
        }));

        var third = answers.OfType<BatchSummary>().ShouldHaveSingleItem();
        third.ItemCount.ShouldBe(2);
        (await stage.ItemsAsync(first, ItemStatus.Failed)).ShouldAllBe(i => i.RetriedIn == second);
        (await stage.ItemsAsync(second)).ShouldAllBe(i => i.RetriedIn == third.BatchId);
    }

    [Fact]
    public async Task RetryAsync_AnInvalidBatch_TakesUpAllOfIt()
    {
        await using var stage = await Stage.SetAsync(database, null, "g");
        var draft = await stage.DraftAsync([Stage.Item("g", "a"), Stage.Item("late", "b"), Stage.Item("g", "c")]);
        await Should.ThrowAsync<BatchServiceException>(async () => await stage.Batches.ProcessAsync(stage.Project, draft, null, default));
        await stage.NewGraphAsync("late");

        var some = (await stage.Batches.RetryAsync(
            stage.Project, draft, new RetrySelection { Codes = [ErrorCodes.GraphNotFound], Process = false }, null, default)).Value;
        some.ItemCount.ShouldBe(1);
        await stage.Batches.DeleteAsync(stage.Project, some.BatchId, default);
        var all = await stage.RetriedAsync(draft, Everything);

        (await stage.GetAsync(all)).Progress.SucceededItems.ShouldBe(3);
        (await stage.ContentsAsync("g")).ShouldBe(["a", "c"]);
        (await stage.ContentsAsync("late")).ShouldBe(["b"]);
        await stage.Batches.DeleteAsync(stage.Project, draft, default); // and its payloads belong to the other one now
        (await stage.ContentsAsync("g")).ShouldBe(["a", "c"]);
        (await stage.ItemsAsync(all)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task DeleteAsync_ADraftThatRetries_LeavesThePayloadAndTheItemsToTheFirst()
    {
        await using var stage = await Stage.SetAsync(database, null, "g");
        var first = await stage.EndedAsync([Stage.Bad("g"), Stage.Item("g", "x")]);
        var draft = (await stage.Batches.RetryAsync(stage.Project, first, Draft, null, default)).Value.BatchId;

        await stage.Batches.DeleteAsync(stage.Project, draft, default);

        (await stage.ItemsAsync(first)).ShouldAllBe(i => i.RetriedIn == null);
        (await database.ScalarAsync<long>(
            "SELECT count(*) FROM episode_data WHERE episode_uuid = ANY($1)",
            (await stage.ItemsAsync(first)).Select(i => i.EpisodeUuid).ToArray())).ShouldBe(2);
        (await stage.Batches.RetryAsync(stage.Project, first, Draft, null, default)).Value.ItemCount.ShouldBe(1);
    }

    [Fact]
    public async Task DeleteAsync_AnAttemptBetweenTwo_ClosesTheChain()
    {
        await using var stage = await Stage.SetAsync(database);
        var first = await stage.DraftAsync([Stage.Item("late", "x")]);
        await Should.ThrowAsync<BatchServiceException>(async () => await stage.Batches.ProcessAsync(stage.Project, first, null, default));
        var second = await stage.RetriedAsync(first, Everything);
        (await stage.GetAsync(second)).Status.ShouldBe(BatchStatus.Invalid);
        var third = (await stage.Batches.RetryAsync(stage.Project, first, Draft, null, default)).Value.BatchId;

        await stage.Batches.DeleteAsync(stage.Project, second, default);

        (await stage.ItemsAsync(first)).Single().RetriedIn.ShouldBe(third);
        await stage.Batches.DeleteAsync(stage.Project, first, default);
        (await stage.ItemsAsync(third)).Count.ShouldBe(1);
        await stage.Batches.DeleteAsync(stage.Project, third, default);
        (await database.ScalarAsync<long>("SELECT count(*) FROM episode_data WHERE project_key = $1", stage.Project.Value)).ShouldBe(0);
        (await database.ScalarAsync<long>("SELECT count(*) FROM item_retry r LEFT JOIN batch b USING (batch_key) WHERE b.batch_key IS NULL"))
            .ShouldBe(0);
    }

    [Fact]
    public async Task RetryAsync_ByIds_TakesJustThemOrSaysWhichItCannot()
    {
        await using var stage = await Stage.SetAsync(database, null, "g");
        var batch = await stage.EndedAsync([Stage.Bad("g"), Stage.Item("g"), Stage.Bad("g"), Stage.Bad("g")]);
        var ids = (await stage.ItemsAsync(batch)).Select(i => i.ItemId).ToArray();

        var refusal = await Stage.RefusedAsync(
            stage.RetryAsync(batch, new() { ItemIds = [ids[0], ids[1], BatchItemId.Of(batch, 9)] }),
            ErrorKind.InvalidRequest,
            ErrorCodes.NotRetryable);
        refusal.Problems.Select(p => (p.Index, p.Code)).ShouldBe([(1, ErrorCodes.NotRetryable), (2, ErrorCodes.NotFound)]);
        await Stage.RefusedAsync(
            stage.RetryAsync(batch, new() { ItemIds = [Guid.CreateVersion7()] }), ErrorKind.InvalidRequest, ErrorCodes.NotFound);
        await Stage.RefusedAsync(stage.RetryAsync(batch, new() { ItemIds = [] }), ErrorKind.InvalidRequest, ErrorCodes.Required);
        await Stage.RefusedAsync(
            stage.RetryAsync(batch, new() { Statuses = [ItemStatus.Succeeded] }), ErrorKind.InvalidRequest, ErrorCodes.NotRetryable);

        var one = await stage.RetriedAsync(batch, new() { ItemIds = [ids[2]] });
        (await stage.ItemsAsync(one)).Single().EpisodeUuid.ShouldBe((await stage.ItemsAsync(batch))[2].EpisodeUuid);
        (await stage.GetAsync(await stage.RetriedAsync(batch, new() { Statuses = [ItemStatus.Failed] }))).ItemCount.ShouldBe(3);
    }

    [Fact]
    public async Task RetryAsync_WhatRuns_IsRefusedAndItsEpisodesCanBeRead()
    {
        var gate = new Gate(sequence: 0);
        var stage = await Stage.SetStillAsync(database, null, "g");
        var draft = await stage.DraftAsync([Stage.Item("g")]);
        await Stage.RefusedAsync(stage.RetryAsync(draft, Everything), ErrorKind.Conflict, ErrorCodes.NotProcessed);
        var queued = await stage.QueueAsync([Stage.Item("g")]);
        await Stage.RefusedAsync(stage.RetryAsync(queued, Everything), ErrorKind.Conflict, ErrorCodes.StillRunning);
        await stage.Batches.CancelAsync(stage.Project, queued, default);
        await stage.DisposeAsync();
        await using var gated = await stage.AgainAsync(gate);

        var retry = (await gated.Batches.RetryAsync(stage.Project, queued, Everything, null, default)).Value.BatchId;
        await gate.Reached;
        var episode = (await gated.ItemsAsync(retry)).Single().EpisodeUuid;
        (await gated.Engine.Memory.GetEpisodeAsync(stage.Project, episode, default)).Processed.ShouldBeFalse();
        await Stage.RefusedAsync(gated.RetryAsync(queued, Everything), ErrorKind.InvalidRequest, ErrorCodes.NothingToRetry);
        gate.Open();
        await gated.EndOfAsync(retry);
        (await gated.Engine.Memory.GetEpisodeAsync(stage.Project, episode, default)).Processed.ShouldBeTrue();
    }

    [Fact]
    public async Task RetryAsync_RepeatedUnderOneKey_MakesOneBatch()
    {
        await using var stage = await Stage.SetAsync(database, null, "g");
        var batch = await stage.EndedAsync([Stage.Bad("g")]);
        var key = new IdempotencyKey("/retry", Guid.NewGuid().ToString(), new byte[32]);

        var first = await stage.Batches.RetryAsync(stage.Project, batch, Everything, key, default);
        await stage.EndOfAsync(first.Value.BatchId);
        var second = await stage.Batches.RetryAsync(stage.Project, batch, Everything, key, default);

        (first.Replayed, second.Replayed).ShouldBe((false, true));
        second.Value.ShouldBe(first.Value);
    }
}
