using System.Security.Cryptography;
using Orleans.Batch.Batches;
using Orleans.Batch.Graphs;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.Tests.Operations;

/// <summary>An item with a record id is in its destination once, however often it is added, as long as it is there.</summary>
public sealed class RecordIdTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task AddAsync_SameRecordsFromManyCallsAtOnce_EachIsAddedOnce()
    {
        await using var stage = await Stage.SetAsync(database, null, "g");
        var added = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            var records = Records("g", 40).ToArray();
            RandomNumberGenerator.Shuffle<NewBatchItem>(records);
            var batch = (await stage.Batches.CreateAsync(stage.Project, new(), null, default)).Value.BatchId;
            var answers = new List<AddedBatchItems>();
            foreach (var part in records.Chunk(15))
            {
                answers.Add((await stage.Batches.AddAsync(stage.Project, batch, part, null, default)).Value);
            }

            var items = answers.Sum(a => a.Items.Count);
            (items + answers.Sum(a => a.AlreadyLoaded.Count)).ShouldBe(40);
            return (Batch: batch, Items: items);
        }));

        added.Sum(a => a.Items).ShouldBe(40);
        foreach (var (batch, items) in added.Where(a => a.Items > 0))
        {
            (await stage.GetAsync(batch)).ItemCount.ShouldBe(items);
            await stage.Batches.ProcessAsync(stage.Project, batch, null, default);
            (await stage.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Succeeded);
        }

        (await stage.ContentsAsync("g")).Order().ShouldBe(Records("g", 40).Select(r => r.Content).Order());
    }

    [Fact]
    public async Task AddAsync_SomeThereAlready_AnswersWithTheOthersAndSaysWhich()
    {
        await using var stage = await Stage.SetAsync(database, null, "g", "other");
        await stage.EndedAsync([.. Records("g", 3)]);
        var held = await stage.DraftAsync([Record("g", "held")]);
        var batch = (await stage.Batches.CreateAsync(stage.Project, new(), null, default)).Value.BatchId;
        NewBatchItem[] items =
        [
            Record("g", "0"), Record("g", "new"), Record("g", "held"), Record("other", "0"), Record("g", "new"), Stage.Item("g"), Stage.Item("g"),
        ];
        var key = new IdempotencyKey($"/batches/{batch}/items", "k", new byte[32]);

        var first = await stage.Batches.AddAsync(stage.Project, batch, items, key, default);
        var again = await stage.Batches.AddAsync(stage.Project, batch, items, key, default);

        first.Value.AlreadyLoaded.ShouldBe([0, 2, 4]);
        first.Value.HeldInDrafts.ShouldBe([held]);
        first.Value.Items.Select(i => (i.SequenceIndex, i.GraphId)).ShouldBe([(0, "g"), (1, "other"), (2, "g"), (3, "g")]);
        again.Replayed.ShouldBeTrue();
        again.Value.Items.ShouldBe(first.Value.Items);
        again.Value.AlreadyLoaded.ShouldBe(first.Value.AlreadyLoaded);
        again.Value.HeldInDrafts.ShouldBe(first.Value.HeldInDrafts);
        (await stage.ItemsAsync(batch)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task AddAsync_OneOfManyThereAlready_IsFoundWhereverItStands()
    {
        await using var stage = await Stage.SetStillAsync(database, null, "g");
        for (var present = 0; present < 20; present++)
        {
            NewBatchItem[] records = [.. Enumerable.Range(0, 20).Select(i => Record("g", $"{present}-{i}"))];
            await stage.DraftAsync([records[present]]);
            var batch = (await stage.Batches.CreateAsync(stage.Project, new(), null, default)).Value.BatchId;

            var added = (await stage.Batches.AddAsync(stage.Project, batch, records, null, default)).Value;

            added.AlreadyLoaded.ShouldBe([present]);
            added.Items.Count.ShouldBe(19);
        }
    }

    [Fact]
    public async Task AddStreamAsync_SomeThereAlready_CountsThem()
    {
        await using var stage = await Stage.SetAsync(database, null, "g");
        await stage.EndedAsync([.. Records("g", 1_500)]);
        var batch = (await stage.Batches.CreateAsync(stage.Project, new(), null, default)).Value.BatchId;

        var added = (await stage.Batches.AddStreamAsync(stage.Project, batch, Stream(Records("g", 2_500)), null, default)).Value;

        (added.Accepted, added.FirstSequenceIndex, added.LastSequenceIndex, added.AlreadyLoaded).ShouldBe((1_000, 0, 999, 1_500));
        await stage.Batches.ProcessAsync(stage.Project, batch, null, default);
        await stage.EndOfAsync(batch);
        (await stage.ContentsAsync("g")).Count.ShouldBe(2_500);
    }

    [Theory]
    [InlineData("canceled")]
    [InlineData("invalid")]
    [InlineData("failed")]
    [InlineData("draft deleted")]
    [InlineData("graph deleted while queued")]
    public async Task AddAsync_RecordWhoseItemDidNotGetIn_IsAdded(string how)
    {
        await using var stage = how is "canceled" or "graph deleted while queued"
            ? await Stage.SetStillAsync(database, null, "g")
            : await Stage.SetAsync(database, null, "g");
        NewBatchItem[] items = [how switch { "invalid" => Record("missing", "r"), "failed" => Stage.Bad("g") with { RecordId = "r" }, _ => Record("g", "r") }];
        if (how is "draft deleted")
        {
            await stage.Batches.DeleteAsync(stage.Project, await stage.DraftAsync(items), default);
        }
        else if (how is "invalid")
        {
            await Should.ThrowAsync<BatchServiceException>(async () => await stage.ProcessAsync(items));
        }
        else if (how is "failed")
        {
            await stage.EndedAsync(items);
        }
        else
        {
            var queued = await stage.QueueAsync(items);
            (await AddedAsync(stage, items)).ShouldBe(0);
            if (how is "canceled")
            {
                await stage.Batches.CancelAsync(stage.Project, queued, default);
            }
            else
            {
                await stage.Engine.Service<IBatchStore>().PrepareAsync(await KeyOfAsync(queued), default);
                await stage.Engine.Memory.DeleteGraphAsync(stage.Project, "g", default);
            }
        }

        (await AddedAsync(stage, items)).ShouldBe(1);
        (await AddedAsync(stage, items)).ShouldBe(0);
    }

    [Fact]
    public async Task Housekeeping_IdentitiesOfWhatIsGone_AreRemovedAndOthersKept()
    {
        await using var stage = await Stage.SetStillAsync(database, null, "kept", "gone");
        await stage.EndedAsync([.. Records("kept", 5), .. Records("gone", 7), Stage.Bad("kept") with { RecordId = "failed" }]);
        var before = await IdentitiesAsync();
        await stage.Engine.Memory.DeleteGraphAsync(stage.Project, "gone", default);
        while (await stage.Engine.Service<IMemoryStore>().PurgeDeletedAsync(100, default))
        {
        }

        await database.ShiftClockAsync(TimeSpan.FromHours(25));
        while (await stage.Engine.Service<IBatchRetention>().RemoveExpiredAsync(3, default))
        {
        }

        (before - await IdentitiesAsync()).ShouldBe(7);
        (await AddedAsync(stage, [.. Records("kept", 6)])).ShouldBe(1);
    }

    private static NewBatchItem Record(string graph, string id) => Stage.Item(graph, $"record {id}") with { RecordId = id };

    private static IEnumerable<NewBatchItem> Records(string graph, int count) => Enumerable.Range(0, count).Select(i => Record(graph, $"{i}"));

    private static async IAsyncEnumerable<NewBatchItem> Stream(IEnumerable<NewBatchItem> items)
    {
        foreach (var item in items)
        {
            await Task.Yield();
            yield return item;
        }
    }

    private static async Task<int> AddedAsync(Stage stage, NewBatchItem[] items)
    {
        var batch = (await stage.Batches.CreateAsync(stage.Project, new(), null, default)).Value.BatchId;
        return (await stage.Batches.AddAsync(stage.Project, batch, items, null, default)).Value.Items.Count;
    }

    private Task<long> IdentitiesAsync() => database.ScalarAsync<long>("SELECT count(*) FROM item_identity");

    private Task<long> KeyOfAsync(Guid batch) => database.ScalarAsync<long>("SELECT batch_key FROM batch WHERE batch_uuid = $1", batch);
}
