using Orleans.Batch.Batches;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.Tests.Operations;

/// <summary>What ended batches leave behind goes in its time, and nothing else goes with it.</summary>
public sealed class RetentionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task AfterADay_LanesAreGoneAndTheItemsSayTheSame()
    {
        await using var stage = await Stage.SetStillAsync(database, null, "a", "b");
        var batch = await stage.EndedAsync(
            [.. Stage.Items("a", 20), Stage.Bad("a"), .. Stage.Items("b", 5), Stage.Bad("b"), .. Stage.Items("a", 3)]);
        var before = (await stage.ItemsAsync(batch)).Select(i => (i.ItemId, i.Status, i.Error?.Code)).ToArray();

        await RemoveAllAsync(stage);
        (await RowsAsync("lane_item", batch)).ShouldBe(30);
        await database.ShiftClockAsync(TimeSpan.FromDays(2));
        await RemoveAllAsync(stage);

        (await RowsAsync("lane_item", batch)).ShouldBe(0);
        (await stage.ItemsAsync(batch)).Select(i => (i.ItemId, i.Status, i.Error?.Code)).ShouldBe(before);
        (await stage.GetAsync(batch)).Progress.SucceededItems.ShouldBe(28);
        var retry = (await stage.Batches.RetryAsync(stage.Project, batch, new RetrySelection(), null, default)).Value;
        (await stage.EndOfAsync(retry.BatchId)).Progress.FailedItems.ShouldBe(2);
    }

    [Fact]
    public async Task AfterAMonth_TheBatchIsGoneAndItsEpisodesAreThere()
    {
        await using var stage = await Stage.SetStillAsync(database, null, "g");
        var batch = await stage.EndedAsync([.. Stage.Items("g", 10), Stage.Bad("g")]);
        var items = await stage.ItemsAsync(batch);

        await database.ShiftClockAsync(TimeSpan.FromDays(31));
        await RemoveAllAsync(stage);

        await Stage.RefusedAsync(stage.Batches.GetAsync(stage.Project, batch, default), ErrorKind.NotFound, ErrorCodes.NotFound);
        foreach (var item in items.Where(i => i.Status == ItemStatus.Succeeded))
        {
            (await stage.Engine.Memory.GetEpisodeAsync(stage.Project, item.EpisodeUuid, default)).Processed.ShouldBeTrue();
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
        await using var stage = await Stage.SetStillAsync(database, null, "held");
        var held = await stage.QueueAsync(Stage.Items("held", 12));
        await stage.Batches.CancelAsync(stage.Project, held, default);
        var invalid = await stage.DraftAsync(Stage.Items("missing", 7));
        await Should.ThrowAsync<BatchServiceException>(async () =>
            await stage.Batches.ProcessAsync(stage.Project, invalid, null, default));
        await stage.EndOfAsync(held);
        var items = (await stage.ItemsAsync(held)).Concat(await stage.ItemsAsync(invalid)).ToArray();

        await database.ShiftClockAsync(TimeSpan.FromDays(31));
        await RemoveAllAsync(stage);

        items.Length.ShouldBe(19);
        (await PayloadsAsync(items)).ShouldBe(0);
        (await database.ScalarAsync<long>(
            "SELECT count(*) FROM batch_item WHERE episode_uuid = ANY($1)", items.Select(i => i.EpisodeUuid).ToArray())).ShouldBe(0);
    }

    [Fact]
    public async Task WhatARetryIngested_OutlivesBothBatches()
    {
        await using var stage = await Stage.SetStillAsync(database, null, "r");
        var first = await stage.EndedAsync([Stage.Bad("r"), .. Stage.Items("r", 2)]);
        var failed = (await stage.ItemsAsync(first, ItemStatus.Failed)).Single();
        var retry = (await stage.Batches.RetryAsync(
            stage.Project, first, new RetrySelection { Process = false }, null, default)).Value.BatchId;
        var again = (await stage.ItemsAsync(retry)).Single();
        await stage.Batches.ChangeItemAsync(stage.Project, retry, again.ItemId, new() { Given = ItemFields.Data, Data = "{}" }, default);
        await stage.Batches.ProcessAsync(stage.Project, retry, null, default);
        (await stage.EndOfAsync(retry)).Status.ShouldBe(BatchStatus.Succeeded);

        await database.ShiftClockAsync(TimeSpan.FromDays(31));
        await RemoveAllAsync(stage);

        (await stage.Engine.Memory.GetEpisodeAsync(stage.Project, failed.EpisodeUuid, default)).Content.ShouldBe("{}");
    }

    private static async Task RemoveAllAsync(Stage stage)
    {
        var retention = stage.Engine.Service<IBatchRetention>();
        while (await retention.RemoveExpiredAsync(7, default))
        {
        }
    }

    private Task<long> RowsAsync(string table, Guid batch) => database.ScalarAsync<long>(
        $"SELECT count(*) FROM {table} JOIN batch USING (batch_key) WHERE batch_uuid = $1", batch);

    private Task<long> PayloadsAsync(IEnumerable<BatchItem> items) => database.ScalarAsync<long>(
        "SELECT count(*) FROM episode_data WHERE episode_uuid = ANY($1)", items.Select(i => i.EpisodeUuid).ToArray());
}
