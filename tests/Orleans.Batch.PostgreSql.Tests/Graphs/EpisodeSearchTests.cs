using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

/// <summary>Episodes are found as turns of a conversation, whether the index has them or not, in small graphs and in large ones.</summary>
public sealed class EpisodeSearchTests(TestDatabase database) : SearchFixture(database)
{
    private const string Question = "Which instrument do you play?";
    private const string Answer = "The cello, since I was nine.";
    private const string BenOnPorto = "My sister moves to Porto, in the spring of next year or soon after.";

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task SearchAsync_AnAnswerWithoutWords_FollowsItsQuestion(bool indexed, bool large)
    {
        await ConversationAsync();
        await PrepareAsync(indexed, large);

        (await SearchAsync("instrument played")).Take(2).ShouldBe([Question, Answer]);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task SearchAsync_TurnsOfTheNamedSpeaker_AreAhead(bool indexed, bool large)
    {
        await ConversationAsync();
        await PrepareAsync(indexed, large);

        // Both have both words, and the other one is shorter.
        (await SearchAsync("Ben in Porto"))[0].ShouldBe(BenOnPorto);
        (await SearchAsync("zebra")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SearchAsync_ATurnThatTheFilterExcludes_IsNotBroughtInByItsNeighbor(bool indexed)
    {
        await ConversationAsync();
        await PrepareAsync(indexed, large: false);
        var known = await SearchAsync("instrument played");
        known.ShouldContain(Answer);
        var question = await Database.ScalarAsync<Guid>("SELECT episode_uuid FROM episode_data WHERE content = $1 AND project_key = $2", Question, Project.Value);

        (await SearchAsync("instrument played", None with { EpisodeUuids = [question] })).ShouldBe([Question]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SearchAsync_MetadataFilter_HoldsForEpisodes(bool indexed)
    {
        await NewThreadAsync("u1", "t1");
        UseGraph(await UserGraphKeyAsync("u1"), await NewBatchAsync(BatchStatus.Succeeded));
        await AddEpisodeAsync(1, """{"src":"crm"}""", content: "The cello arrived.", threadId: "t1");
        await AddEpisodeAsync(2, """{"src":"mail"}""", content: "The cello left.", threadId: "t1");
        await PrepareAsync(indexed, large: false);

        var filter = None with { EpisodeMetadata = new MetadataComparison("src", MetadataOperator.Equal, new JsonText("\"mail\"")) };
        (await SearchAsync("cello", filter)).ShouldBe(["The cello left."]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SearchAsync_AnEpisodeWithoutWords_IsFoundByItsFact(bool indexed)
    {
        await NewThreadAsync("u1", "t1");
        UseGraph(await UserGraphKeyAsync("u1"), await NewBatchAsync(BatchStatus.Succeeded));
        await FactAsync(await AddEpisodeAsync(1, """{"src":"crm"}""", content: "She began there today."), "Avery", "WORKS_AT", "Acme");
        await PrepareAsync(indexed, large: false);

        (await SearchAsync("acme")).ShouldBe(["She began there today."]);
        var filter = None with { EpisodeMetadata = new MetadataComparison("src", MetadataOperator.Equal, new JsonText("\"mail\"")) };
        (await SearchAsync("acme", filter)).ShouldBeEmpty();
    }

    [Fact]
    public async Task SearchAsync_ATurnOfAnotherThread_IsNoNeighbor()
    {
        await ConversationAsync();

        (await SearchAsync("instrument played")).ShouldBe(["Good morning, Ada!", Question, Answer], ignoreOrder: true);
    }

    [Fact]
    public async Task SearchAsync_ManyWithCommonWords_DoNotHideFewWithARareOne()
    {
        await NewGraphAsync("large");
        var graph = await GraphKeyAsync("large");
        await Database.ExecuteAsync(
            """
            WITH said AS (SELECT gen_random_uuid() AS uuid, n FROM generate_series(1, 3000) n),
            data AS (
                INSERT INTO episode_data (episode_uuid, project_key, graph_key, data_type, dated, reference_time, content)
                SELECT uuid, $2, $1, 0, true, $3, CASE WHEN n % 75 = 0 THEN 'gamma' ELSE 'alpha beta' END FROM said)
            INSERT INTO graph_episode (graph_key, episode_uuid, number, reference_time, ingested_at)
            SELECT $1, uuid, n, $3, $3 FROM said
            """,
            graph, Project.Value, Day(1));
        await Database.ExecuteAsync("UPDATE graph_state SET last_number = 3000 WHERE graph_key = $1", graph);
        while ((await SearchIndex.IndexAsync(3_000, default)).More)
        {
        }

        await Database.ExecuteAsync("ANALYZE search_document");
        var found = await Search.SearchAsync(
            Project, GraphTarget.ForGraph("large"), new GraphSearch("alpha beta gamma") { Scope = SearchScope.Episodes, Limit = 40 }, default);
        found.Episodes!.Select(e => e.Content).Distinct().ShouldBe(["gamma"]);
    }

    // Two threads: what is said next in time is not what is said next in the thread.
    private async Task ConversationAsync()
    {
        await NewThreadAsync("u1", "t1", "t2");
        UseGraph(await UserGraphKeyAsync("u1"), await NewBatchAsync(BatchStatus.Succeeded));
        await SayAsync(1, "t1", "Ben", "Good morning, Ada!");
        await SayAsync(2, "t1", "Ben", Question);
        await SayAsync(3, "t2", "Ben", BenOnPorto);
        await SayAsync(4, "t1", "Ada", Answer);
        await SayAsync(5, "t2", "Ada", "Ben, I saw Porto.");
    }

    private async Task SayAsync(int day, string thread, string speaker, string content)
    {
        var said = await AddEpisodeAsync(day, threadId: thread, content: content);
        await Database.ExecuteAsync("UPDATE episode_data SET speaker = $2 WHERE episode_uuid = $1", said.Uuid, speaker);
    }

    private async Task PrepareAsync(bool indexed, bool large)
    {
        if (indexed)
        {
            await IndexAllAsync();
        }

        if (large)
        {
            await Database.ExecuteAsync("UPDATE graph_state SET last_number = 100000 WHERE graph_key = $1", GraphKey);
            await Database.ExecuteAsync("UPDATE search_progress SET through = 100000 WHERE graph_key = $1", GraphKey);
        }
    }

    private async Task<IReadOnlyList<string>> SearchAsync(string query, SearchFilters? filters = null)
    {
        var found = await Search.SearchAsync(
            Project, GraphTarget.ForUser("u1"), new GraphSearch(query) { Scope = SearchScope.Episodes, Filters = filters }, default);
        return [.. found.Episodes!.Select(e => e.Content)];
    }
}
