using System.Security.Cryptography;
using Orleans.Batch.Batches;
using Orleans.Batch.Graphs;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Operations;

/// <summary>An item with a record id is in its destination once, regardless of how often it is added, as long as it exists.</summary>
public sealed class RecordIdTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task AddAsync_SameRecordsFromManyCallsAtOnce_EachIsAddedOnce()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var added = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            var records = Records("g", 40).ToArray();
            RandomNumberGenerator.Shuffle<NewBatchItem>(records);
            var batch = (await scenario.Batches.CreateAsync(scenario.Project, new(), null, default)).Value.BatchId;
            var answers = new List<AddedBatchItems>();
            foreach (var part in records.Chunk(15))
            {
                answers.Add((await scenario.Batches.AddAsync(scenario.Project, batch, part, null, default)).Value);
            }

            var items = answers.Sum(a => a.Items.Count);
            (items + answers.Sum(a => a.AlreadyLoaded.Count)).ShouldBe(40);
            return (Batch: batch, Items: items);
        }));

        added.Sum(a => a.Items).ShouldBe(40);
        foreach (var (batch, items) in added.Where(a => a.Items > 0))
        {
            (await scenario.GetAsync(batch)).ItemCount.ShouldBe(items);
            await scenario.Batches.ProcessAsync(scenario.Project, batch, null, default);
            (await scenario.EndOfAsync(batch)).Status.ShouldBe(BatchStatus.Succeeded);
        }

        (await scenario.ContentsAsync("g")).Order().ShouldBe(Records("g", 40).Select(r => r.Content).Order());
    }

    [Fact]
    public async Task AddAsync_SomeThereAlready_AnswersWithTheOthersAndSaysWhich()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g", "other");
        await scenario.EndedAsync([.. Records("g", 3)]);
        var held = await scenario.DraftAsync([Record("g", "held")]);
        var batch = (await scenario.Batches.CreateAsync(scenario.Project, new(), null, default)).Value.BatchId;
        NewBatchItem[] items =
        [
            Record("g", "0"), Record("g", "new"), Record("g", "held"), Record("other", "0"), Record("g", "new"), EngineScenario.Item("g"), EngineScenario.Item("g"),
        ];
        var key = new IdempotencyKey($"/batches/{batch}/items", "k", new byte[32]);

        var first = await scenario.Batches.AddAsync(scenario.Project, batch, items, key, default);
        var again = await scenario.Batches.AddAsync(scenario.Project, batch, items, key, default);

        first.Value.AlreadyLoaded.ShouldBe([0, 2, 4]);
        first.Value.HeldInDrafts.ShouldBe([held]);
        first.Value.Items.Select(i => (i.SequenceIndex, i.GraphId)).ShouldBe([(0, "g"), (1, "other"), (2, "g"), (3, "g")]);
        again.Replayed.ShouldBeTrue();
        again.Value.Items.ShouldBe(first.Value.Items);
        again.Value.AlreadyLoaded.ShouldBe(first.Value.AlreadyLoaded);
        again.Value.HeldInDrafts.ShouldBe(first.Value.HeldInDrafts);
        (await scenario.ItemsAsync(batch)).Count.ShouldBe(4);
    }

    [Fact]
    public async Task AddAsync_OneOfManyThereAlready_IsFoundWhereverItStands()
    {
        await using var scenario = await EngineScenario.SetStillAsync(database, null, "g");
        for (var present = 0; present < 20; present++)
        {
            NewBatchItem[] records = [.. Enumerable.Range(0, 20).Select(i => Record("g", $"{present}-{i}"))];
            await scenario.DraftAsync([records[present]]);
            var batch = (await scenario.Batches.CreateAsync(scenario.Project, new(), null, default)).Value.BatchId;

            var added = (await scenario.Batches.AddAsync(scenario.Project, batch, records, null, default)).Value;

            added.AlreadyLoaded.ShouldBe([present]);
            added.Items.Count.ShouldBe(19);
        }
    }

    [Fact]
    public async Task AddStreamAsync_SomeThereAlready_CountsThem()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        await scenario.EndedAsync([.. Records("g", 1_500)]);
        var batch = (await scenario.Batches.CreateAsync(scenario.Project, new(), null, default)).Value.BatchId;

        var added = (await scenario.Batches.AddStreamAsync(scenario.Project, batch, Stream(Records("g", 2_500)), null, default)).Value;

        (added.Accepted, added.FirstSequenceIndex, added.LastSequenceIndex, added.AlreadyLoaded).ShouldBe((1_000, 0, 999, 1_500));
        await scenario.Batches.ProcessAsync(scenario.Project, batch, null, default);
        await scenario.EndOfAsync(batch);
        (await scenario.ContentsAsync("g")).Count.ShouldBe(2_500);
    }

    [Theory]
    [InlineData("canceled")]
    [InlineData("invalid")]
    [InlineData("failed")]
    [InlineData("draft deleted")]
    [InlineData("graph deleted while queued")]
    public async Task AddAsync_RecordWhoseItemDidNotGetIn_IsAdded(string how)
    {
        await using var scenario = how is "canceled" or "graph deleted while queued"
            ? await EngineScenario.SetStillAsync(database, null, "g")
            : await EngineScenario.StartAsync(database, null, "g");
        NewBatchItem[] items = [how switch { "invalid" => Record("missing", "r"), "failed" => EngineScenario.Bad("g") with { RecordId = "r" }, _ => Record("g", "r") }];
        if (how is "draft deleted")
        {
            await scenario.Batches.DeleteAsync(scenario.Project, await scenario.DraftAsync(items), default);
        }
        else if (how is "invalid")
        {
            await Should.ThrowAsync<BatchServiceException>(async () => await scenario.ProcessAsync(items));
        }
        else if (how is "failed")
        {
            await scenario.EndedAsync(items);
        }
        else
        {
            var queued = await scenario.QueueAsync(items);
            (await AddedAsync(scenario, items)).ShouldBe(0);
            if (how is "canceled")
            {
                await scenario.Batches.CancelAsync(scenario.Project, queued, default);
            }
            else
            {
                await scenario.Engine.Service<IPreparationStore>().PrepareAsync(await KeyOfAsync(queued), default);
                await scenario.Engine.Graphs.DeleteGraphAsync(scenario.Project, "g", default);
            }
        }

        (await AddedAsync(scenario, items)).ShouldBe(1);
        (await AddedAsync(scenario, items)).ShouldBe(0);
    }

    [Fact]
    public async Task Housekeeping_IdentitiesOfWhatIsGone_AreRemovedAndOthersKept()
    {
        await using var scenario = await EngineScenario.SetStillAsync(database, null, "kept", "gone");
        await scenario.EndedAsync([.. Records("kept", 5), .. Records("gone", 7), EngineScenario.Bad("kept") with { RecordId = "failed" }]);
        var before = await IdentitiesAsync();
        await scenario.Engine.Graphs.DeleteGraphAsync(scenario.Project, "gone", default);
        while (await scenario.Engine.Service<IGraphPurge>().PurgeDeletedAsync(100, default))
        {
        }

        await database.ShiftClockAsync(TimeSpan.FromHours(25));
        while (await scenario.Engine.Service<IBatchRetention>().RemoveExpiredAsync(3, default))
        {
        }

        (before - await IdentitiesAsync()).ShouldBe(7);
        (await AddedAsync(scenario, [.. Records("kept", 6)])).ShouldBe(1);
    }

    private static NewBatchItem Record(string graph, string id) => EngineScenario.Item(graph, $"record {id}") with { RecordId = id };

    private static IEnumerable<NewBatchItem> Records(string graph, int count) => Enumerable.Range(0, count).Select(i => Record(graph, $"{i}"));

    private static async IAsyncEnumerable<NewBatchItem> Stream(IEnumerable<NewBatchItem> items)
    {
        foreach (var item in items)
        {
            await Task.Yield();
            yield return item;
        }
    }

    private static async Task<int> AddedAsync(EngineScenario scenario, NewBatchItem[] items)
    {
        var batch = (await scenario.Batches.CreateAsync(scenario.Project, new(), null, default)).Value.BatchId;
        return (await scenario.Batches.AddAsync(scenario.Project, batch, items, null, default)).Value.Items.Count;
    }

    private Task<long> IdentitiesAsync() => database.ScalarAsync<long>("SELECT count(*) FROM item_identity");

    private Task<long> KeyOfAsync(Guid batch) => database.ScalarAsync<long>("SELECT batch_key FROM batch WHERE batch_uuid = $1", batch);
}
