using Orleans.Batch.Batches;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Operations;

/// <summary>The remains of ended batches are deleted when they are due, and nothing else with them.</summary>
public sealed class RetentionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task AfterADay_LanesAreGoneAndTheItemsSayTheSame()
    {
        await using var scenario = await EngineScenario.SetStillAsync(database, null, "a", "b");
        var batch = await scenario.EndedAsync(
            [.. EngineScenario.Items("a", 20), EngineScenario.Bad("a"), .. EngineScenario.Items("b", 5), EngineScenario.Bad("b"), .. EngineScenario.Items("a", 3)]);
        var before = (await scenario.ItemsAsync(batch)).Select(i => (i.ItemId, i.Status, i.Error?.Code)).ToArray();

        await RemoveAllAsync(scenario);
        (await RowsAsync("lane_item", batch)).ShouldBe(30);
        await database.ShiftClockAsync(TimeSpan.FromDays(2));
        await RemoveAllAsync(scenario);

        (await RowsAsync("lane_item", batch)).ShouldBe(0);
        (await scenario.ItemsAsync(batch)).Select(i => (i.ItemId, i.Status, i.Error?.Code)).ShouldBe(before);
        (await scenario.GetAsync(batch)).Progress.SucceededItems.ShouldBe(28);
        var retry = (await scenario.Batches.RetryAsync(scenario.Project, batch, new RetrySelection(), null, default)).Value;
        (await scenario.EndOfAsync(retry.BatchId)).Progress.FailedItems.ShouldBe(2);
    }

    [Fact]
    public async Task AfterAMonth_TheBatchIsGoneAndItsEpisodesAreThere()
    {
        await using var scenario = await EngineScenario.SetStillAsync(database, null, "g");
        var batch = await scenario.EndedAsync([.. EngineScenario.Items("g", 10), EngineScenario.Bad("g")]);
        var items = await scenario.ItemsAsync(batch);

        await database.ShiftClockAsync(TimeSpan.FromDays(31));
        await RemoveAllAsync(scenario);

        await EngineScenario.RefusedAsync(scenario.Batches.GetAsync(scenario.Project, batch, default), ErrorKind.NotFound, ErrorCodes.NotFound);
        foreach (var item in items.Where(i => i.Status == ItemStatus.Succeeded))
        {
            (await scenario.Engine.Episodes.GetEpisodeAsync(scenario.Project, item.EpisodeUuid, default)).Processed.ShouldBeTrue();
        }

        (await PayloadsAsync(items)).ShouldBe(10);
        foreach (var table in (string[])["item_outcome", "batch_progress", "batch_purge", "lane_item"])
        {
            (await database.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE batch_key = (SELECT batch_key FROM batch_item WHERE episode_uuid = $1)", items[0].EpisodeUuid))
                .ShouldBe(0, table);
        }
    }

    [Fact]
    public async Task WhatWasNeverIngested_GoesWithItsPayload()
    {
        await using var scenario = await EngineScenario.SetStillAsync(database, null, "held");
        var held = await scenario.QueueAsync(EngineScenario.Items("held", 12));
        await scenario.Batches.CancelAsync(scenario.Project, held, default);
        var invalid = await scenario.DraftAsync(EngineScenario.Items("missing", 7));
        await Should.ThrowAsync<BatchServiceException>(async () =>
            await scenario.Batches.ProcessAsync(scenario.Project, invalid, null, default));
        await scenario.EndOfAsync(held);
        var items = (await scenario.ItemsAsync(held)).Concat(await scenario.ItemsAsync(invalid)).ToArray();

        await database.ShiftClockAsync(TimeSpan.FromDays(31));
        await RemoveAllAsync(scenario);

        items.Length.ShouldBe(19);
        (await PayloadsAsync(items)).ShouldBe(0);
        (await database.ScalarAsync<long>(
            "SELECT count(*) FROM batch_item WHERE episode_uuid = ANY($1)", items.Select(i => i.EpisodeUuid).ToArray())).ShouldBe(0);
    }

    [Fact]
    public async Task WhatARetryIngested_OutlivesBothBatches()
    {
        await using var scenario = await EngineScenario.SetStillAsync(database, null, "r");
        var first = await scenario.EndedAsync([EngineScenario.Bad("r"), .. EngineScenario.Items("r", 2)]);
        var failed = (await scenario.ItemsAsync(first, ItemStatus.Failed)).Single();
        var retry = (await scenario.Batches.RetryAsync(
            scenario.Project, first, new RetrySelection { Process = false }, null, default)).Value.BatchId;
        var again = (await scenario.ItemsAsync(retry)).Single();
        await scenario.Batches.ChangeItemAsync(scenario.Project, retry, again.ItemId, new() { Given = ItemFields.Data, Data = "{}" }, default);
        await scenario.Batches.ProcessAsync(scenario.Project, retry, null, default);
        (await scenario.EndOfAsync(retry)).Status.ShouldBe(BatchStatus.Succeeded);

        await database.ShiftClockAsync(TimeSpan.FromDays(31));
        await RemoveAllAsync(scenario);

        (await scenario.Engine.Episodes.GetEpisodeAsync(scenario.Project, failed.EpisodeUuid, default)).Content.ShouldBe("{}");
    }

    private static async Task RemoveAllAsync(EngineScenario scenario)
    {
        var retention = scenario.Engine.Service<IBatchRetention>();
        while (await retention.RemoveExpiredAsync(7, default))
        {
        }
    }

    private Task<long> RowsAsync(string table, Guid batch) => database.ScalarAsync<long>(
        $"SELECT count(*) FROM {table} JOIN batch USING (batch_key) WHERE batch_uuid = $1", batch);

    private Task<long> PayloadsAsync(IEnumerable<BatchItem> items) => database.ScalarAsync<long>(
        "SELECT count(*) FROM episode_data WHERE episode_uuid = ANY($1)", items.Select(i => i.EpisodeUuid).ToArray());
}
