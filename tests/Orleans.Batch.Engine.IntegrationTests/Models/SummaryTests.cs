using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Models;

/// <summary>Summaries of users and entities: what they are made of, and when.</summary>
public sealed class SummaryTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task ALoad_MakesOneSummaryOfEachNode_AfterItsWindows()
    {
        await using var scenario = await ModelScenario.StartWithSummariesAsync(database, SummaryMode.All);
        await scenario.CreateThreadsAsync("ada", 3);

        await scenario.EndedAsync(ModelScenario.Messages("ada", 3, 25).Append(ModelScenario.Message("ada 0", "FACT: ada | LIVES_IN | Paris", 25)));

        (await scenario.UntilUserSummaryAsync("ada", static s => s.Length > 0)).ShouldBe("ada: ada lives in Paris");
        await Eventually.TrueAsync(async () => await database.ScalarAsync<long>(
            "SELECT count(*) FROM summary s JOIN memory_user u USING (graph_key) WHERE u.user_id = 'ada' AND s.changed IS NOT NULL") == 0);
        (await scenario.CountSummariesAsync("ada")).ShouldBe(102, "75 persons, 25 towns, the user and Paris");
        scenario.SummaryRequests.Count.ShouldBe(13, "eight of 102 nodes in one request");
        var requests = scenario.Stub.Chats.ToList();
        requests.FindIndex(static r => r.AsksForSummaries).ShouldBe(requests.Count - 13, "no summary before the last window");
    }

    [Fact]
    public async Task AChange_IsInTheSummaryAfterTheInterval_AndNotBefore()
    {
        await using var scenario = await ModelScenario.StartWithSummariesAsync(database, SummaryMode.Users);
        await scenario.CreateThreadsAsync("bea", 1);
        await scenario.LoadAsync("bea", "LIVES_IN | Paris");
        await scenario.UntilUserSummaryAsync("bea", static s => s.Length > 0);

        await scenario.LoadAsync("bea", "LIKES | tea");
        await scenario.LoadAsync("bea", "LIVES_IN | Rome");
        await database.ShiftClockAsync(Interval - TimeSpan.FromMinutes(2));
        await scenario.StoreOthersAsync(batches: 10);
        scenario.SummaryRequests.Count.ShouldBe(1);
        await database.ShiftClockAsync(TimeSpan.FromMinutes(2));

        (await scenario.UntilUserSummaryAsync("bea", static s => s.Contains("tea", StringComparison.Ordinal))).ShouldContain("bea lives in Rome");
        scenario.SummaryRequests.Count.ShouldBe(2);
        scenario.SummaryRequests[1].Text.ShouldContain("bea: bea lives in Paris", customMessage: "the present summary is in the request");
    }

    [Fact]
    public async Task WithoutTheSetting_NothingIsAskedOrMarked()
    {
        await using var scenario = await ModelScenario.StartWithSummariesAsync(database, SummaryMode.None);
        await scenario.CreateThreadsAsync("cid", 1);

        await scenario.LoadAsync("cid", "LIVES_IN | Paris");
        await scenario.StoreOthersAsync(batches: 5);

        (await scenario.CountSummariesAsync("cid")).ShouldBe(0);
        scenario.SummaryRequests.ShouldBeEmpty();
    }

    [Fact]
    public async Task InstructionsForSummaries_AreInTheRequest()
    {
        await using var scenario = await ModelScenario.StartWithSummariesAsync(database, SummaryMode.Users);
        await scenario.CreateThreadsAsync("dan", 1);
        var instructions = scenario.Engine.Service<IInstructionClient>();
        await instructions.AddInstructionsAsync(
            scenario.Project, InstructionKind.UserSummary, OntologyScope.Project, [new("diet", "Always tell the diet.")], default);
        await instructions.AddInstructionsAsync(
            scenario.Project, InstructionKind.Custom, OntologyScope.Project, [new("facts", "Only for facts.")], default);

        await scenario.LoadAsync("dan", "EATS | fish");
        await scenario.UntilUserSummaryAsync("dan", static s => s.Length > 0);

        scenario.SummaryRequests[0].Text.ShouldContain("Always tell the diet.");
        scenario.SummaryRequests[0].Text.ShouldNotContain("Only for facts.");
    }

    [Fact]
    public async Task RulesAndLiveWrites_MarkWhatTheyChange_AndTheContextShowsIt()
    {
        await using var scenario = await ModelScenario.StartWithSummariesAsync(database, SummaryMode.Users);
        await scenario.CreateThreadsAsync("eva", 1);
        var message = ModelScenario.Message("eva 0", "I live in Oslo.") with { Name = null };

        await scenario.Engine.EndOfAsync(
            scenario.Project, await scenario.ProcessAsync([message], new() { Extraction = ExtractionMode.Deterministic }));

        var summary = await scenario.UntilUserSummaryAsync("eva", static s => s.Length > 0);
        summary.ShouldContain("Oslo");
        var searches = scenario.Engine.Service<ISearchClient>();
        (await searches.GetContextAsync(scenario.Project, "eva 0", null, default)).ShouldStartWith($"<USER_SUMMARY>\n{summary}\n</USER_SUMMARY>\n");
    }

    [Fact]
    public async Task AnAnswerThatWasStored_IsNotAskedForAgain()
    {
        await using var scenario = await ModelScenario.StartWithSummariesAsync(database, SummaryMode.Users);
        await scenario.CreateThreadsAsync("fay", 1);
        await scenario.LoadAsync("fay", "LIVES_IN | Paris");
        var summary = await scenario.UntilUserSummaryAsync("fay", static s => s.Length > 0);

        // As after a crash between the answer and the commit.
        await database.ExecuteAsync(
            "UPDATE summary SET content = NULL, made_at = NULL, changed = txid_current(), not_before = sql_now() WHERE content = $1", summary);

        (await scenario.UntilUserSummaryAsync("fay", static s => s.Length > 0)).ShouldBe(summary);
        scenario.SummaryRequests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task WhenItsFactsAreDeleted_TheSummaryGoes()
    {
        await using var scenario = await ModelScenario.StartWithSummariesAsync(database, SummaryMode.All);
        await scenario.CreateThreadsAsync("gil", 2);
        await scenario.LoadAsync("gil", "LIVES_IN | Paris");
        await scenario.EndedAsync([ModelScenario.Message("gil 1", "FACT: gil | LIKES | tea")]);
        await database.ShiftClockAsync(Interval);
        await scenario.UntilUserSummaryAsync("gil", static s => s.Contains("tea", StringComparison.Ordinal));

        await scenario.Engine.Threads.DeleteThreadAsync(scenario.Project, "gil 1", default);
        (await scenario.UserSummaryAsync("gil")).ShouldNotContain("tea");
        await database.ShiftClockAsync(Interval);
        (await scenario.UntilUserSummaryAsync("gil", static s => s.Length > 0)).ShouldBe("gil: gil lives in Paris");

        await scenario.Engine.Threads.DeleteThreadAsync(scenario.Project, "gil 0", default);
        (await scenario.UserSummaryAsync("gil")).ShouldBeEmpty();
        (await scenario.CountSummariesAsync("gil")).ShouldBe(0);
    }
}
