using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.TestKit;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

public sealed class SearchIndexTests(TestDatabase database) : SearchFixture(database)
{
    [Fact]
    public async Task IndexAsync_SmallGraphs_AreLeftAlone()
    {
        await HistoryAsync();

        (await SearchIndex.IndexAsync(1_000, default)).More.ShouldBeFalse();

        (await CountAsync("search_document")).ShouldBe(0);
    }

    [Fact]
    public async Task IndexAsync_LargeGraph_IsFilledInStepsAndWhatIsNewIsFoundAtOnce()
    {
        await BeginAsync();
        for (var i = 1; i <= 210; i++)
        {
            await FactAsync(await AddEpisodeAsync(i, content: $"report {i} of the plant"), $"Person {i}", "VISITED", $"Town {i}");
        }

        (await SearchIndex.IndexAsync(100, default)).More.ShouldBeTrue();
        (await CountAsync("search_document")).ShouldBe(100 * 4);
        while ((await SearchIndex.IndexAsync(100, default)).More)
        {
        }

        (await CountAsync("search_document")).ShouldBe(210 * 4);
        var late = await FactAsync(await AddEpisodeAsync(300), "Avery", "VISITED", "Rome");

        (await EdgesAsync("rome")).ShouldBe([late]);
        (await EdgesAsync("visited", s => s with { Limit = 50 })).Count.ShouldBe(50);
        (await EdgesAsync("town 123 visits"))[0].ShouldBe(AssertionId.Create(GraphKey, 123, 0));
        var episodes = await Search.SearchAsync(
            Project, GraphTarget.ForGraph("g1"), new GraphSearch("report 77") { Scope = SearchScope.Episodes }, default);
        episodes.Episodes![0].Content.ShouldBe("report 77 of the plant");
    }

    [Fact]
    public async Task IndexAsync_NodesThatOnlyAnEndNames_AreFound()
    {
        await BeginAsync();
        await RepeatAsync(await AddEpisodeAsync(1, content: "Robin left Globex."), "Robin", "WORKS_AT", "Globex", ends: true);
        await IndexAllAsync();

        var found = await Search.SearchAsync(
            Project, GraphTarget.ForGraph("g1"), new GraphSearch("Robin Globex") { Scope = SearchScope.Nodes }, default);

        found.Nodes!.Select(n => n.Name).ShouldBe(["Robin", "Globex"], ignoreOrder: true);
    }

    [Fact]
    public async Task SearchAsync_AFactWithAnotherBeginning_IsStillFound()
    {
        var facts = await HistoryAsync();
        await IndexAllAsync();

        // A late arrival made the indexed fact a repetition: the fact now begins with another id, which is not in the index.
        await Database.ExecuteAsync(
            "UPDATE fact SET fact_uuid = $2, valid_at = valid_at - interval '1 day' WHERE fact_uuid = $1",
            facts["volvo"], AssertionId.Create(GraphKey, 2, 40));
        await Database.ExecuteAsync(
            """
            INSERT INTO fact_repeat (source_node, slot, valid_at, ord, fact_uuid, ends, target_node, name, episode_uuid, created_at)
            SELECT source_node, slot, valid_at + interval '1 day', ord, $1, false, target_node, name, episode_uuid, created_at
            FROM fact WHERE fact_uuid = $2
            """,
            facts["volvo"], AssertionId.Create(GraphKey, 2, 40));

        (await EdgesAsync("driving")).ShouldBe([AssertionId.Create(GraphKey, 2, 40)]);
    }

    [Fact]
    public async Task DeleteEpisodeAsync_OfAnIndexedGraph_LeavesNoDocumentsAndFindsTheHeir()
    {
        await BeginAsync();
        var (first, second) = (await AddEpisodeAsync(1), await AddEpisodeAsync(2));
        await FactAsync(first, "Avery", "VISITED", "Rome", slot: 7);
        var heir = await RepeatAsync(second, "Avery", "VISITED", "Rome", slot: 7);
        await FactAsync(first, "Blake", "VISITED", "Oslo", index: 1);
        await IndexAllAsync();

        await Episodes.DeleteEpisodeAsync(Project, first.Uuid, default);

        (await EdgesAsync("rome")).ShouldBe([heir]);
        (await EdgesAsync("oslo")).ShouldBeEmpty();
        (await CountAsync("search_document")).ShouldBe(4);
        await Deletion.DeleteGraphAsync(Project, "g1", default);
        while (await Purge.PurgeDeletedAsync(100, default))
        {
        }

        (await CountAsync("search_document")).ShouldBe(0);
        (await CountAsync("search_progress")).ShouldBe(0);
    }

    [Fact]
    public async Task IndexAsync_OfAGraphThatIsNotInTheIndex_SeesTheFactsOfACommitInFlight()
    {
        await BeginAsync();
        var first = await AddEpisodeAsync(1);
        await Database.ExecuteAsync("UPDATE graph_state SET last_number = 250 WHERE graph_key = $1", GraphKey);
        await using var commit = await Database.Database.Background.OpenConnectionAsync();
        await using var transaction = await commit.BeginTransactionAsync();
        await commit.Statement("SELECT FROM graph_state FOR NO KEY UPDATE").RunAsync(default);

        var step = SearchIndex.IndexAsync(250, default).AsTask();
        await Eventually.TrueAsync(() => Database.ScalarAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')"));
        var fact = await FactAsync(first, "Avery", "VISITED", "Rome");
        await transaction.CommitAsync();
        await step;

        (await CountAsync("search_progress")).ShouldBe(1);
        (await Database.ScalarAsync<long>("SELECT count(*) FROM search_document WHERE doc_uuid = $1", fact)).ShouldBe(1);
    }

    private Task<long> CountAsync(string table) =>
        Database.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE graph_key = $1", GraphKey);
}
