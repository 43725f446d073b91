using Orleans.Batch.TestKit.Models;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Models;

/// <summary>Summaries that cannot be made now, or not at all.</summary>
public sealed class SummaryHoldTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task WhileTheEndpointIsDown_TheSummaryWaits()
    {
        await using var scenario = await ModelScenario.StartWithSummariesAsync(database, SummaryMode.Users);
        await scenario.CreateThreadsAsync("ann", 1);
        scenario.Stub.Plan.When(static r => r.AsksForSummaries, StubBehavior.ServerError);

        await scenario.LoadAsync("ann", "LIVES_IN | Paris");
        await Eventually.TrueAsync(() => Task.FromResult(scenario.SummaryRequests.Count > 2));
        (await scenario.UserSummaryAsync("ann")).ShouldBeEmpty();
        scenario.Stub.Plan.Clear();

        (await scenario.UntilUserSummaryAsync("ann", static s => s.Length > 0)).ShouldBe("ann: ann lives in Paris");
    }

    [Fact]
    public async Task AtTheCapOfTheProject_TheSummaryWaitsUntilItIsRaised()
    {
        await using var scenario = await ModelScenario.StartWithSummariesAsync(database, SummaryMode.None);
        await scenario.CreateThreadsAsync("bob", 1);
        await scenario.LoadAsync("bob", "LIVES_IN | Paris");
        var budgets = scenario.Engine.Service<Orleans.Batch.Models.IModelBudgetStore>();
        var before = await budgets.GetBudgetAsync(scenario.Project, null, default);
        await budgets.SetCapsAsync(scenario.Project, null, new ModelCaps(Tokens(before) + 10, null), default);

        var task = await scenario.SummarizeAsync("bob 0");
        await scenario.StoreOthersAsync(batches: 10);
        scenario.SummaryRequests.ShouldBeEmpty();
        (await scenario.SummarizeAsync("bob 0")).ShouldBe(task, "it waits already");
        await budgets.SetCapsAsync(scenario.Project, null, new ModelCaps(null, null), default);

        (await scenario.EndOfTaskAsync(task)).Status.ShouldBe(IngestTaskStatus.Succeeded);
        var after = await budgets.GetBudgetAsync(scenario.Project, null, default);
        (after.Calls, Tokens(after) > Tokens(before)).ShouldBe((before.Calls + 1, true));
    }

    [Fact]
    public async Task AfterAnswersOfNoUse_ItIsGivenUpUntilTheNextChange()
    {
        await using var scenario = await ModelScenario.StartWithSummariesAsync(database, SummaryMode.Users);
        await scenario.CreateThreadsAsync("cat", 1);
        scenario.Stub.Plan.When(static r => r.AsksForSummaries, StubBehavior.BrokenJson);

        await scenario.LoadAsync("cat", "LIVES_IN | Paris");
        string? reason = null;
        await Eventually.TrueAsync(async () => (reason = await database.ScalarAsync<string>(
            "SELECT s.error_message FROM summary s JOIN memory_user u USING (graph_key) WHERE u.user_id = 'cat' AND s.changed IS NULL")) is not null);
        reason.ShouldNotBeNull().ShouldContain("summaries");
        scenario.SummaryRequests.Count.ShouldBe(3, "once, once more, and alone");

        scenario.Stub.Plan.Clear();
        await scenario.LoadAsync("cat", "LIKES | milk");
        (await scenario.UntilUserSummaryAsync("cat", static s => s.Length > 0)).ShouldContain("milk");
    }

    [Fact]
    public async Task AThread_IsSummarizedOnRequest_PartByPart()
    {
        await using var scenario = await ModelScenario.StartWithSummariesAsync(database, SummaryMode.None);
        await scenario.CreateThreadsAsync("dot", 1);
        await scenario.EndedAsync(Enumerable.Range(0, 120).Select(static i => ModelScenario.Message("dot 0", $"turn {i}.", i)));
        (await scenario.Engine.Threads.GetSummaryAsync(scenario.Project, "dot 0", default)).Text.ShouldBeNull();

        (await scenario.SummarizedAsync("dot 0")).ShouldBe("dot: " + string.Join("; ", Enumerable.Range(0, 120).Select(static i => $"turn {i}.")));
        scenario.SummaryRequests.Count.ShouldBe(3, "50 messages at a time");
        await scenario.SummarizedAsync("dot 0");
        scenario.SummaryRequests.Count.ShouldBe(3, "there is nothing new");

        await scenario.EndedAsync([ModelScenario.Message("dot 0", "one more.", 0)]);
        (await scenario.SummarizedAsync("dot 0")).ShouldNotBeNull().ShouldEndWith("turn 119.; one more.");
        scenario.SummaryRequests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task AThreadThatNoAnswerFits_FailsItsTask()
    {
        await using var scenario = await ModelScenario.StartWithSummariesAsync(database, SummaryMode.None);
        await scenario.CreateThreadsAsync("eli", 1);
        await scenario.EndedAsync([ModelScenario.Message("eli 0", "Hello.")]);
        scenario.Stub.Plan.When(static r => r.AsksForSummaries, StubBehavior.WrongSchema);

        var task = await scenario.EndOfTaskAsync(await scenario.SummarizeAsync("eli 0"));

        (task.Status, task.Error!.Code).ShouldBe((IngestTaskStatus.Failed, ErrorCodes.ExtractionFailed));
    }

    [Fact]
    public async Task WhenItsThreadIsDeleted_TheTaskEnds()
    {
        await using var scenario = await ModelScenario.StartWithSummariesAsync(database, SummaryMode.None);
        await scenario.CreateThreadsAsync("flo", 1);
        await scenario.EndedAsync([ModelScenario.Message("flo 0", "Hello.")]);
        scenario.Stub.Plan.When(static r => r.AsksForSummaries, StubBehavior.ServerError);
        var task = await scenario.SummarizeAsync("flo 0");

        await scenario.Engine.Threads.DeleteThreadAsync(scenario.Project, "flo 0", default);

        (await scenario.EndOfTaskAsync(task)).Error!.Code.ShouldBe(ErrorCodes.DestinationDeleted);
        (await scenario.CountSummariesAsync("flo")).ShouldBe(0);
    }

    [Fact]
    public async Task WithoutAModel_ARequestIsRefused()
    {
        await using var scenario = await ModelScenario.StartWithSummariesAsync(database, SummaryMode.None);
        await scenario.CreateThreadsAsync("gus", 1);
        await database.ExecuteAsync("UPDATE project SET model = 'gone' WHERE project_key = $1", scenario.Project.Value);

        var refusal = await Should.ThrowAsync<BatchServiceException>(() => scenario.SummarizeAsync("gus 0"));

        (refusal.Kind, refusal.Message.Contains("gone", StringComparison.Ordinal)).ShouldBe((ErrorKind.InvalidRequest, true));
    }

    private static long Tokens(ModelBudget budget) => budget.Spent.InputTokens + budget.Spent.OutputTokens;
}
