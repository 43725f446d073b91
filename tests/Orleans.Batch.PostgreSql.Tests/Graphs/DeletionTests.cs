using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Tests.Webhooks;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

/// <summary>Batches are real here: added, sealed and prepared by the batch store.</summary>
public sealed class DeletionTests : MemoryFixture
{
    private readonly DraftStore _drafts;
    private readonly BatchLifecycleStore _lifecycle;
    private readonly PreparationStore _preparation;
    private readonly BatchRunStore _runs;
    private readonly BatchReader _reader;

    public DeletionTests(TestDatabase database)
        : base(database)
    {
        var queue = new RecordingWakeups().Queue();
        _drafts = new DraftStore(database.Database, queue);
        _lifecycle = new BatchLifecycleStore(database.Database, queue);
        _preparation = new PreparationStore(database.Database, queue);
        _runs = new BatchRunStore(database.Database, queue);
        _reader = new BatchReader(database.Database);
    }

    [Fact]
    public async Task DeleteGraphAsync_NothingOnItsWay_RemovesItAndQueuesItsEpisodes()
    {
        await NewGraphAsync("g1");
        var uuid = (await FillAsync("g1", 3))[0];
        var graphKey = await GraphKeyAsync("g1");

        var deletion = await Deletion.DeleteGraphAsync(Project, "g1", default);

        (deletion.Found, deletion.Batches.Count).ShouldBe((true, 0));
        (await Graphs.FindGraphAsync(Project, "g1", default)).ShouldBeNull();
        (await Episodes.FindEpisodeAsync(Project, uuid, default)).ShouldBeNull();
        (await Database.ScalarAsync<long>("SELECT count(*) FROM graph_state WHERE graph_key = $1", graphKey)).ShouldBe(0);
        (await Database.ScalarAsync<long>("SELECT count(*) FROM graph_purge WHERE graph_key = $1", graphKey)).ShouldBe(1);
        (await Deletion.DeleteGraphAsync(Project, "g1", default)).Found.ShouldBeFalse();
        (await NewGraphAsync("g1")).GraphId.ShouldBe("g1");
        (await Episodes.FindLastEpisodesAsync(Project, GraphTarget.ForGraph("g1"), 10, default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task DeleteGraphAsync_MidBatch_CancelsWhatIsLeftOfItsLaneOnly(int cursor)
    {
        await NewGraphAsync("doomed");
        await NewGraphAsync("other");
        var batch = await RunAsync([.. Items(5, i => OfGraph("doomed", i)), .. Items(2, i => OfGraph("other", i))]);
        await AdvanceAsync(batch, "doomed", cursor);

        var deletion = await Deletion.DeleteGraphAsync(Project, "doomed", default);

        deletion.Batches.ShouldBe([batch]);
        var run = (await _runs.ReadRunAsync(batch, default))!;
        (run.Succeeded, run.Canceled, run.LanesEnded, run.Lanes).ShouldBe((cursor, 5 - cursor, 1, 2));
        (await BegunAsync(batch)).ShouldBe(0);
        (await CanceledSequencesAsync(batch)).ShouldBe(Enumerable.Range(cursor, 5 - cursor));
        (await _runs.ReadOpenLanesAsync(batch, 0, 10, default)).Lanes.Select(l => l.GraphKey).ShouldBe([await GraphKeyAsync("other")]);
        (await CanceledAsync(batch)).ShouldAllBe(i => i.Error!.Code == ErrorCodes.DestinationDeleted
            && i.Error.Message == "graph doomed was deleted before this item was ingested");
        (await Database.ScalarAsync<long>("SELECT count(*) FROM item_outcome WHERE batch_key = $1", batch))
            .ShouldBe(0, "a row per item would make it slow");
    }

    [Fact]
    public async Task DeleteGraphAsync_SeveralBatchesOnIt_CountsEachByItself()
    {
        await NewGraphAsync("doomed");
        var first = await RunAsync(Items(3, i => OfGraph("doomed", i)));
        var second = await RunAsync(Items(4, i => OfGraph("doomed", i)));

        (await Deletion.DeleteGraphAsync(Project, "doomed", default)).Batches.Order().ShouldBe([first, second]);

        (await _runs.ReadRunAsync(first, default))!.Canceled.ShouldBe(3);
        (await _runs.ReadRunAsync(second, default))!.Canceled.ShouldBe(4);
    }

    [Fact]
    public async Task DeleteThreadAsync_MidBatch_CancelsItsItemsAndTheLaneGoesOn()
    {
        await NewThreadAsync("u1", "t1", "t2");
        var batch = await RunAsync(Items(6, i => OfThread(i % 2 == 0 ? "t1" : "t2")));
        await AdvanceAsync(batch, "u1", 2);
        var graphKey = await UserGraphKeyAsync("u1");

        var deletion = await Deletion.DeleteThreadAsync(Project, "t1", default);

        deletion.Batches.ShouldBe([batch]);
        (await CanceledSequencesAsync(batch)).ShouldBe([2, 4]);
        var run = (await _runs.ReadRunAsync(batch, default))!;
        (run.Succeeded, run.Canceled, run.LanesEnded).ShouldBe((2, 2, 0));
        (await Database.ScalarAsync<int>("SELECT epoch FROM graph_state WHERE graph_key = $1", graphKey)).ShouldBe(1);
        (await Threads.FindMessagesAsync(Project, "t1", new MessageQuery(), default)).ShouldBeNull();
        (await Threads.FindMessagesAsync(Project, "t2", new MessageQuery(), default))!.TotalCount.ShouldBe(1);
        (await Database.ScalarAsync<long>("SELECT count(*) FROM graph_episode WHERE graph_key = $1", graphKey)).ShouldBe(1);
    }

    [Fact]
    public async Task DeleteUserAsync_AfterItsThread_CountsNothingTwice()
    {
        await NewThreadAsync("u1", "t1", "t2");
        var batch = await RunAsync([.. Items(6, i => OfThread(i % 2 == 0 ? "t1" : "t2")), .. Items(1, _ => OfUser("u1"))]);
        await AdvanceAsync(batch, "u1", 1);

        await Deletion.DeleteThreadAsync(Project, "t1", default);
        var deletion = await Deletion.DeleteUserAsync(Project, "u1", default);

        deletion.Batches.ShouldBe([batch]);
        var run = (await _runs.ReadRunAsync(batch, default))!;
        (run.Succeeded, run.Canceled, run.LanesEnded).ShouldBe((1, 6, 1));
        (await CanceledSequencesAsync(batch)).ShouldBe([1, 2, 3, 4, 5, 6]);
        (await BegunAsync(batch)).ShouldBe(0);
        (await Users.FindUserAsync(Project, "u1", default)).ShouldBeNull();
        (await Threads.FindMessagesAsync(Project, "t2", new MessageQuery(), default)).ShouldBeNull();
        (await Deletion.DeleteThreadAsync(Project, "t2", default)).Found.ShouldBeFalse();
    }

    [Fact]
    public async Task DeleteUserAsync_WhileThreadsAreMade_LeavesNoThreadBehind()
    {
        await Users.CreateUserAsync(Project, "u1", new UserFields(), default);

        var making = Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                await Threads.CreateThreadAsync(Project, $"t{i}", "u1", default);
            }
            catch (BatchServiceException e) when (e.Kind == ErrorKind.NotFound)
            {
                // It was too late.
            }
        }).ToList();
        await Task.WhenAll([.. making, Deletion.DeleteUserAsync(Project, "u1", default).AsTask()]);

        (await Database.ScalarAsync<long>("SELECT count(*) FROM thread WHERE project_key = $1", Project.Value)).ShouldBe(0);
        (await Database.ScalarAsync<long>("SELECT count(*) FROM graph WHERE project_key = $1", Project.Value)).ShouldBe(0);
    }

    [Fact]
    public async Task DeleteGraphAsync_WhileItsBatchIsPrepared_LeavesNoOpenLaneBehind()
    {
        for (var round = 0; round < 5; round++)
        {
            await NewGraphAsync("doomed");
            var batch = await SealAsync(Items(50, i => OfGraph("doomed", i)));

            var preparing = _preparation.PrepareAsync(batch, default).AsTask();
            var deletion = await Deletion.DeleteGraphAsync(Project, "doomed", default);

            var run = async () => (await _runs.ReadRunAsync(batch, default))!;
            if (await preparing == PreparationResult.Prepared)
            {
                deletion.Batches.ShouldBe([batch]);
                (await run()).Canceled.ShouldBe(50);
            }
            else
            {
                (await run()).Status.ShouldBe(BatchStatus.Invalid);
            }
        }
    }

    [Fact]
    public async Task PurgeDeletedAsync_InSmallSteps_RemovesAllOfTheDeletedAndNothingElse()
    {
        await NewGraphAsync("gone");
        await NewGraphAsync("kept");
        var gone = await FillAsync("gone", 7);
        var kept = await FillAsync("kept", 3);
        await Deletion.DeleteGraphAsync(Project, "gone", default);

        var steps = 0;
        while (await Purge.PurgeDeletedAsync(3, default))
        {
            steps++;
        }

        steps.ShouldBeGreaterThanOrEqualTo(3);
        (await Database.ColumnAsync<Guid>("SELECT episode_uuid FROM episode_data WHERE episode_uuid = ANY($1)", gone.Concat(kept).ToArray()))
            .ShouldBe(kept, ignoreOrder: true);
        (await Database.ScalarAsync<long>("SELECT count(*) FROM graph_purge")).ShouldBe(0);
        (await Episodes.FindLastEpisodesAsync(Project, GraphTarget.ForGraph("kept"), 10, default))!.Count.ShouldBe(3);
    }

    private static NewBatchItem[] Items(int count, Func<int, NewBatchItem> make) =>
        [.. Enumerable.Range(0, count).Select(make)];

    private static NewBatchItem OfGraph(string graphId, int day) => new()
    {
        Kind = ItemKind.GraphEpisode, GraphId = graphId, Content = "x", DataType = DataType.Text, CreatedAt = Day(day),
    };

    private static NewBatchItem OfUser(string userId) => new()
    {
        Kind = ItemKind.GraphEpisode, UserId = userId, Content = "x", DataType = DataType.Text,
    };

    private static NewBatchItem OfThread(string threadId) => new()
    {
        Kind = ItemKind.ThreadMessage, ThreadId = threadId, Content = "x", Role = RoleType.User,
    };

    private async Task<long> SealAsync(NewBatchItem[] items)
    {
        var batch = (await _drafts.CreateAsync(Project, new NewBatch(), null, default)).Value;
        await _drafts.AddAsync(Project, batch.BatchId, items, 50_000, null, default);
        return (await _lifecycle.SealAsync(Project, batch.BatchId, null, null, default)).Value.BatchKey;
    }

    private async Task<long> RunAsync(NewBatchItem[] items)
    {
        var batch = await SealAsync(items);
        (await _preparation.PrepareAsync(batch, default)).ShouldBe(PreparationResult.Prepared);
        return batch;
    }

    /// <summary>Commits the first items of a lane as ingestion does.</summary>
    private async Task AdvanceAsync(long batch, string destination, int cursor)
    {
        var graphKey = await GraphKeyAsync(destination) is > 0 and var key ? key : await UserGraphKeyAsync(destination);
        await Database.ExecuteAsync(
            """
            WITH moved AS (UPDATE lane SET cursor = $3 WHERE graph_key = $1 AND lane_key >> 20 = $2 RETURNING lane_key),
            counted AS (
                INSERT INTO batch_progress (batch_key, slot, succeeded, lanes_begun) VALUES ($2, 0, $3, least($3, 1)))
            INSERT INTO graph_episode (graph_key, episode_uuid, number, reference_time, thread_key, ingested_at)
            SELECT $1, i.episode_uuid, i.position + 1, sql_now(), i.thread_key, sql_now()
            FROM moved JOIN lane_item i USING (lane_key) WHERE i.position < $3
            """,
            graphKey, batch, cursor);
    }

    private Task<long> BegunAsync(long batch) =>
        Database.ScalarAsync<long>("SELECT sum(lanes_begun) FROM batch_progress WHERE batch_key = $1", batch);

    private async Task<IEnumerable<int>> CanceledSequencesAsync(long batch) =>
        (await CanceledAsync(batch)).Select(i => i.SequenceIndex);

    private async Task<IReadOnlyList<BatchItem>> CanceledAsync(long batch)
    {
        var id = await Database.ScalarAsync<Guid>("SELECT batch_uuid FROM batch WHERE batch_key = $1", batch);
        var page = await _reader.ListItemsAsync(Project, id, new BatchItemQuery(Limit: 1_000, Status: ItemStatus.Canceled), default);
        return page.Items;
    }
}
