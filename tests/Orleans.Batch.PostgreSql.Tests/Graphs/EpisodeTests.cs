using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

public sealed class EpisodeTests(TestDatabase database) : MemoryFixture(database)
{
    [Theory]
    [InlineData(BatchStatus.Draft, false)]
    [InlineData(BatchStatus.Queued, true)]
    [InlineData(BatchStatus.Processing, true)]
    [InlineData(BatchStatus.Invalid, false)]
    [InlineData(BatchStatus.Partial, false)]
    public async Task FindEpisodeAsync_NotInItsGraph_IsThereWhileItMayStillGetThere(BatchStatus status, bool there)
    {
        await NewGraphAsync("g1");
        await NewThreadAsync("u1", "t1");
        var batch = await NewBatchAsync(status);

        foreach (var (kind, id) in ((short, string)[])[(0, "g1"), (1, "u1"), (2, "t1")])
        {
            var uuid = await AddItemAsync(batch, kind, kind, id);
            var found = await Episodes.FindEpisodeAsync(Project, uuid, default);
            (found is not null).ShouldBe(there);
            found?.Processed.ShouldBeFalse();
            found?.ThreadId.ShouldBe(kind == 2 ? "t1" : null);
        }
    }

    [Fact]
    public async Task FindEpisodeAsync_InItsGraph_IsProcessedAndOnlyItsOwnProjects()
    {
        await NewGraphAsync("g1");
        var uuid = (await FillAsync("g1", 1, _ => """{"k": 1.0}"""))[0];

        var found = (await Episodes.FindEpisodeAsync(Project, uuid, default))!;

        found.Processed.ShouldBeTrue();
        found.CreatedAt.ShouldBe(Day(1));
        found.Metadata.ShouldBe(new JsonText("""{"k": 1.0}"""));
        (await Episodes.FindEpisodeAsync(await Database.NewProjectAsync(), uuid, default)).ShouldBeNull();
        (await Episodes.FindEpisodeAsync(Project, Guid.NewGuid(), default)).ShouldBeNull();
    }

    [Fact]
    public async Task FindEpisodeAsync_ItEndedOtherwise_IsNotThere()
    {
        await NewGraphAsync("g1");
        var batch = await NewBatchAsync(BatchStatus.Processing);
        var uuid = await AddItemAsync(batch, 0, 0, "g1");

        await Database.ExecuteAsync("INSERT INTO item_outcome (batch_key, sequence, status) VALUES ($1, 0, 4)", batch);

        (await Episodes.FindEpisodeAsync(Project, uuid, default)).ShouldBeNull();
    }

    [Fact]
    public async Task FindLastEpisodesAsync_GivesTheMostRecentNewestFirst()
    {
        await NewGraphAsync("g1");
        var uuids = await FillAsync("g1", 5);

        var last = await Episodes.FindLastEpisodesAsync(Project, GraphTarget.ForGraph("g1"), 3, default);

        last!.Select(e => e.Uuid).ShouldBe([uuids[4], uuids[3], uuids[2]]);
        (await Episodes.FindLastEpisodesAsync(Project, GraphTarget.ForUser("g1"), 3, default)).ShouldBeNull();
    }

    [Theory]
    [InlineData(EpisodeOrder.Uuid, true)]
    [InlineData(EpisodeOrder.Uuid, false)]
    [InlineData(EpisodeOrder.CreatedAt, true)]
    [InlineData(EpisodeOrder.CreatedAt, false)]
    public async Task FindEpisodesAsync_PageByPage_ShowsEachOnceInOrder(EpisodeOrder order, bool descending)
    {
        await NewGraphAsync("g1");
        var uuids = await FillAsync("g1", 7);

        var seen = await ReadAllAsync("g1", new EpisodeQuery(2, null, order, descending));

        // As text, UUIDs order as PostgreSQL orders them.
        var ordered = order == EpisodeOrder.Uuid ? uuids.OrderBy(u => u.ToString(), StringComparer.Ordinal) : uuids.AsEnumerable();
        seen.ShouldBe(descending ? ordered.Reverse() : ordered);
    }

    [Fact]
    public async Task FindEpisodesAsync_FewMatchesAmongMany_StillReachesTheEnd()
    {
        await NewGraphAsync("g1");
        await FillWithinTheDatabaseAsync("g1", 25_000);
        var filter = new MetadataComparison("n", MetadataOperator.GreaterOrEqual, new JsonText("24999"));

        var page = (await Episodes.FindEpisodesAsync(
            Project,
            GraphTarget.ForGraph("g1"),
            new EpisodeQuery(10, null, EpisodeOrder.CreatedAt, Descending: false, filter),
            default))!;
        page.Episodes.ShouldBeEmpty();
        page.NextCursor.ShouldNotBeNull();

        (await ReadAllAsync("g1", new EpisodeQuery(10, null, EpisodeOrder.CreatedAt, Descending: false, filter)))
            .Count.ShouldBe(2);
        (await ReadAllAsync("g1", new EpisodeQuery(10, null, EpisodeOrder.CreatedAt, Descending: true, filter)))
            .Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("' OR 1=1--")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("AX________________________8")]
    [InlineData("\ud83d\ude00")]
    public async Task FindEpisodesAsync_AMadeUpCursor_IsRefused(string cursor)
    {
        await NewGraphAsync("g1");
        var query = new EpisodeQuery(2, cursor, EpisodeOrder.CreatedAt);

        var error = await RefusedAsync(() => Episodes.FindEpisodesAsync(Project, GraphTarget.ForGraph("g1"), query, default));

        error.Kind.ShouldBe(ErrorKind.InvalidRequest);
    }

    [Fact]
    public async Task FindEpisodesAsync_ACursorOfTheOtherOrder_IsRefused()
    {
        await NewGraphAsync("g1");
        await FillAsync("g1", 3);
        var page = await Episodes.FindEpisodesAsync(
            Project, GraphTarget.ForGraph("g1"), new EpisodeQuery(1, null, EpisodeOrder.Uuid), default);

        var query = new EpisodeQuery(1, page!.NextCursor, EpisodeOrder.CreatedAt);

        (await RefusedAsync(() => Episodes.FindEpisodesAsync(Project, GraphTarget.ForGraph("g1"), query, default)))
            .Code.ShouldBe(ErrorCodes.InvalidRequest);
    }

    private async Task<List<Guid>> ReadAllAsync(string graphId, EpisodeQuery query)
    {
        var seen = new List<Guid>();
        do
        {
            var page = (await Episodes.FindEpisodesAsync(Project, GraphTarget.ForGraph(graphId), query, default))!;
            page.Episodes.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            seen.AddRange(page.Episodes.Select(e => e.Uuid));
            query = query with { Cursor = page.NextCursor };
        }
        while (query.Cursor is not null);

        return seen;
    }

    private async Task FillWithinTheDatabaseAsync(string graphId, int count)
    {
        await Database.ExecuteAsync(
            """
            WITH made AS (SELECT gen_random_uuid() AS uuid, n FROM generate_series(1, $2) n),
            payload AS (
                INSERT INTO episode_data (
                    episode_uuid, project_key, graph_key, data_type, dated, reference_time, content, metadata)
                SELECT uuid, $3, $1, 0, true, '2024-01-01'::timestamptz + n * interval '1 second', 'x', '{"n": ' || n || '}'
                FROM made)
            INSERT INTO graph_episode (graph_key, episode_uuid, number, reference_time, ingested_at)
            SELECT $1, uuid, n, '2024-01-01'::timestamptz + n * interval '1 second', sql_now() FROM made
            """,
            await GraphKeyAsync(graphId), count, Project.Value);
    }
}
