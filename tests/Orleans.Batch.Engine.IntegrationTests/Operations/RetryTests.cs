using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Operations;

public sealed class RetryTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly RetrySelection Everything = new();
    private static readonly RetrySelection Draft = new() { Process = false };

    [Fact]
    public async Task RetryAsync_AfterACancel_TakesUpTheRestWithTheSameEpisodesInOrder()
    {
        var gate = new Gate(sequence: 20);
        await using var scenario = await EngineScenario.StartAsync(database, gate, "g");
        var batch = await scenario.ProcessAsync(EngineScenario.Items("g", 60));
        await gate.Reached;
        await scenario.Batches.CancelAsync(scenario.Project, batch, default);
        var end = await scenario.EndOfAsync(batch);
        gate.Open();
        var canceled = await scenario.ItemsAsync(batch, ItemStatus.Canceled);

        var retry = (await scenario.Batches.RetryAsync(scenario.Project, batch, Everything, null, default)).Value;
        (await scenario.EndOfAsync(retry.BatchId)).Status.ShouldBe(BatchStatus.Succeeded);

        (retry.RetryOf, retry.ItemCount, retry.Status).ShouldBe((batch, canceled.Count, BatchStatus.Queued));
        var again = await scenario.ItemsAsync(retry.BatchId);
        again.Select(i => i.EpisodeUuid).ShouldBe(canceled.Select(i => i.EpisodeUuid));
        again.Select(i => i.SequenceIndex).ShouldBe(Enumerable.Range(0, canceled.Count));
        (await scenario.ContentsAsync("g")).ShouldBe(Enumerable.Range(0, 60).Select(i => $"g {i}"));
        (await scenario.GetAsync(batch)).ShouldBe(end, "the old batch stays as it ended");
        (await scenario.ItemsAsync(batch)).ShouldAllBe(i => i.RetriedIn == (i.Status == ItemStatus.Canceled ? retry.BatchId : null));
        (await scenario.MessagesAsync(retry.BatchId)).ShouldBe(1);
        await EngineScenario.RefusedAsync(
            scenario.Batches.RetryAsync(scenario.Project, batch, Everything, null, default), ErrorKind.InvalidRequest, ErrorCodes.NothingToRetry);
    }

    [Fact]
    public async Task RetryAsync_FailedAgain_IsTakenUpFromEitherBatchButOnce()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var first = await scenario.EndedAsync([EngineScenario.Bad("g"), EngineScenario.Item("g"), EngineScenario.Bad("g")]);
        var second = await scenario.RetriedAsync(first, Everything);
        (await scenario.GetAsync(second)).Progress.FailedItems.ShouldBe(2);

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            try
            {
                return (await scenario.Batches.RetryAsync(scenario.Project, i % 2 == 0 ? first : second, Draft, null, default)).Value;
            }
            catch (BatchServiceException e) when (e.Code == ErrorCodes.NothingToRetry)
            {
                e.Message.ShouldContain("have not ended");
                return null;
            }
        }));

        var third = answers.OfType<BatchSummary>().ShouldHaveSingleItem();
        third.ItemCount.ShouldBe(2);
        (await scenario.ItemsAsync(first, ItemStatus.Failed)).ShouldAllBe(i => i.RetriedIn == second);
        (await scenario.ItemsAsync(second)).ShouldAllBe(i => i.RetriedIn == third.BatchId);
    }

    [Fact]
    public async Task RetryAsync_AnInvalidBatch_TakesUpAllOfIt()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var draft = await scenario.DraftAsync([EngineScenario.Item("g", "a"), EngineScenario.Item("late", "b"), EngineScenario.Item("g", "c")]);
        await Should.ThrowAsync<BatchServiceException>(async () => await scenario.Batches.ProcessAsync(scenario.Project, draft, null, default));
        await scenario.NewGraphAsync("late");

        var some = (await scenario.Batches.RetryAsync(
            scenario.Project, draft, new RetrySelection { Codes = [ErrorCodes.GraphNotFound], Process = false }, null, default)).Value;
        some.ItemCount.ShouldBe(1);
        await scenario.Batches.DeleteAsync(scenario.Project, some.BatchId, default);
        var all = await scenario.RetriedAsync(draft, Everything);

        (await scenario.GetAsync(all)).Progress.SucceededItems.ShouldBe(3);
        (await scenario.ContentsAsync("g")).ShouldBe(["a", "c"]);
        (await scenario.ContentsAsync("late")).ShouldBe(["b"]);
        await scenario.Batches.DeleteAsync(scenario.Project, draft, default); // its payloads then belong to the other batch
        (await scenario.ContentsAsync("g")).ShouldBe(["a", "c"]);
        (await scenario.ItemsAsync(all)).Count.ShouldBe(3);
    }

    [Fact]
    public async Task DeleteAsync_ADraftThatRetries_LeavesThePayloadAndTheItemsToTheFirst()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var first = await scenario.EndedAsync([EngineScenario.Bad("g"), EngineScenario.Item("g", "x")]);
        var draft = (await scenario.Batches.RetryAsync(scenario.Project, first, Draft, null, default)).Value.BatchId;

        await scenario.Batches.DeleteAsync(scenario.Project, draft, default);

        (await scenario.ItemsAsync(first)).ShouldAllBe(i => i.RetriedIn == null);
        (await database.ScalarAsync<long>(
            "SELECT count(*) FROM episode_data WHERE episode_uuid = ANY($1)",
            (await scenario.ItemsAsync(first)).Select(i => i.EpisodeUuid).ToArray())).ShouldBe(2);
        (await scenario.Batches.RetryAsync(scenario.Project, first, Draft, null, default)).Value.ItemCount.ShouldBe(1);
    }

    [Fact]
    public async Task DeleteAsync_AnAttemptBetweenTwo_ClosesTheChain()
    {
        await using var scenario = await EngineScenario.StartAsync(database);
        var first = await scenario.DraftAsync([EngineScenario.Item("late", "x")]);
        await Should.ThrowAsync<BatchServiceException>(async () => await scenario.Batches.ProcessAsync(scenario.Project, first, null, default));
        var second = await scenario.RetriedAsync(first, Everything);
        (await scenario.GetAsync(second)).Status.ShouldBe(BatchStatus.Invalid);
        var third = (await scenario.Batches.RetryAsync(scenario.Project, first, Draft, null, default)).Value.BatchId;

        await scenario.Batches.DeleteAsync(scenario.Project, second, default);

        (await scenario.ItemsAsync(first)).Single().RetriedIn.ShouldBe(third);
        await scenario.Batches.DeleteAsync(scenario.Project, first, default);
        (await scenario.ItemsAsync(third)).Count.ShouldBe(1);
        await scenario.Batches.DeleteAsync(scenario.Project, third, default);
        (await database.ScalarAsync<long>("SELECT count(*) FROM episode_data WHERE project_key = $1", scenario.Project.Value)).ShouldBe(0);
        (await database.ScalarAsync<long>("SELECT count(*) FROM item_retry r LEFT JOIN batch b USING (batch_key) WHERE b.batch_key IS NULL"))
            .ShouldBe(0);
    }

    [Fact]
    public async Task RetryAsync_ByIds_TakesJustThemOrSaysWhichItCannot()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var batch = await scenario.EndedAsync([EngineScenario.Bad("g"), EngineScenario.Item("g"), EngineScenario.Bad("g"), EngineScenario.Bad("g")]);
        var ids = (await scenario.ItemsAsync(batch)).Select(i => i.ItemId).ToArray();

        var refusal = await EngineScenario.RefusedAsync(
            scenario.RetryAsync(batch, new() { ItemIds = [ids[0], ids[1], BatchItemId.Create(batch, 9)] }),
            ErrorKind.InvalidRequest,
            ErrorCodes.NotRetryable);
        refusal.Problems.Select(p => (p.Index, p.Code)).ShouldBe([(1, ErrorCodes.NotRetryable), (2, ErrorCodes.NotFound)]);
        await EngineScenario.RefusedAsync(
            scenario.RetryAsync(batch, new() { ItemIds = [Guid.CreateVersion7()] }), ErrorKind.InvalidRequest, ErrorCodes.NotFound);
        await EngineScenario.RefusedAsync(scenario.RetryAsync(batch, new() { ItemIds = [] }), ErrorKind.InvalidRequest, ErrorCodes.Required);
        await EngineScenario.RefusedAsync(
            scenario.RetryAsync(batch, new() { Statuses = [ItemStatus.Succeeded] }), ErrorKind.InvalidRequest, ErrorCodes.NotRetryable);

        var one = await scenario.RetriedAsync(batch, new() { ItemIds = [ids[2]] });
        (await scenario.ItemsAsync(one)).Single().EpisodeUuid.ShouldBe((await scenario.ItemsAsync(batch))[2].EpisodeUuid);
        (await scenario.GetAsync(await scenario.RetriedAsync(batch, new() { Statuses = [ItemStatus.Failed] }))).ItemCount.ShouldBe(3);
    }

    [Fact]
    public async Task RetryAsync_WhatRuns_IsRefusedAndItsEpisodesCanBeRead()
    {
        var gate = new Gate(sequence: 0);
        var scenario = await EngineScenario.SetStillAsync(database, null, "g");
        var draft = await scenario.DraftAsync([EngineScenario.Item("g")]);
        await EngineScenario.RefusedAsync(scenario.RetryAsync(draft, Everything), ErrorKind.Conflict, ErrorCodes.NotProcessed);
        var queued = await scenario.QueueAsync([EngineScenario.Item("g")]);
        await EngineScenario.RefusedAsync(scenario.RetryAsync(queued, Everything), ErrorKind.Conflict, ErrorCodes.StillRunning);
        await scenario.Batches.CancelAsync(scenario.Project, queued, default);
        await scenario.DisposeAsync();
        await using var gated = await scenario.AgainAsync(gate);

        var retry = (await gated.Batches.RetryAsync(scenario.Project, queued, Everything, null, default)).Value.BatchId;
        await gate.Reached;
        var episode = (await gated.ItemsAsync(retry)).Single().EpisodeUuid;
        (await gated.Engine.Episodes.GetEpisodeAsync(scenario.Project, episode, default)).Processed.ShouldBeFalse();
        await EngineScenario.RefusedAsync(gated.RetryAsync(queued, Everything), ErrorKind.InvalidRequest, ErrorCodes.NothingToRetry);
        gate.Open();
        await gated.EndOfAsync(retry);
        (await gated.Engine.Episodes.GetEpisodeAsync(scenario.Project, episode, default)).Processed.ShouldBeTrue();
    }

    [Fact]
    public async Task RetryAsync_RepeatedUnderOneKey_MakesOneBatch()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var batch = await scenario.EndedAsync([EngineScenario.Bad("g")]);
        var key = new IdempotencyKey("/retry", Guid.NewGuid().ToString(), new byte[32]);

        var first = await scenario.Batches.RetryAsync(scenario.Project, batch, Everything, key, default);
        await scenario.EndOfAsync(first.Value.BatchId);
        var second = await scenario.Batches.RetryAsync(scenario.Project, batch, Everything, key, default);

        (first.Replayed, second.Replayed).ShouldBe((false, true));
        second.Value.ShouldBe(first.Value);
    }
}
