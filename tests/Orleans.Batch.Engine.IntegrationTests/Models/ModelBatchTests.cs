using Orleans.Batch.TestKit.Models;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Models;

/// <summary>Batches that a model extracts: what they store and state, and what they ask.</summary>
public sealed class ModelBatchTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const int Threads = 5;
    private const int Each = 30;

    private static readonly StubBehavior[] Faults =
    [
        StubBehavior.ServerError, StubBehavior.RateLimited, StubBehavior.RateLimitedWithoutHint, StubBehavior.ClosedConnection,
        StubBehavior.ClosedInBody, StubBehavior.WebPage, StubBehavior.BrokenJson, StubBehavior.CutJson, StubBehavior.WrongSchema,
        StubBehavior.InventedQuotes,
    ];

    [Fact]
    public async Task Batch_StoresItsItemsAndExtractsEachOnce()
    {
        await using var scenario = await ModelScenario.StartAsync(database);
        await scenario.CreateThreadsAsync("ada", Threads);

        var batch = await scenario.EndedAsync(ModelScenario.Messages("ada", Threads, Each));

        batch.Status.ShouldBe(BatchStatus.Succeeded);
        (batch.Progress.SucceededItems, batch.Progress.ExtractedItems, batch.Progress.UnextractedItems).ShouldBe((150, 150, 0));
        (batch.Progress.Facts, batch.Progress.PercentComplete).ShouldBe((150, 100));
        (batch.ModelRun!.Windows, batch.ModelRun.OpenWindows, batch.ModelRun.WaitsBecause).ShouldBe((10, 0, null));
        (await scenario.FactsAsync("ada")).ShouldBe(ModelScenario.Expected(Threads, Each));
        scenario.Stub.Chats.Count.ShouldBe(10, "30 turns of each of five threads are two windows each");
    }

    [Fact]
    public async Task Batch_SameTextInAnotherGraph_IsNotAskedAgain()
    {
        await using var scenario = await ModelScenario.StartAsync(database);
        await scenario.CreateThreadsAsync("bea", Threads);
        await scenario.EndedAsync(ModelScenario.Messages("bea", Threads, Each));
        var asked = scenario.Stub.Chats.Count;

        await scenario.CreateThreadsAsync("cora", Threads);
        var again = await scenario.EndedAsync(ModelScenario.Messages("cora", Threads, Each));

        scenario.Stub.Chats.Count.ShouldBe(asked);
        again.Progress.Facts.ShouldBe(150);
        (await scenario.FactsAsync("cora")).ShouldBe(ModelScenario.Expected(Threads, Each));
    }

    [Fact]
    public async Task Batch_EndpointFailsInEveryWay_StatesTheSame()
    {
        await using var scenario = await ModelScenario.StartAsync(database);
        await scenario.CreateThreadsAsync("dora", Threads);
        scenario.Stub.Settings.RetryAfter = "0.2";
        scenario.Stub.Plan.Fail(seed: 11, share: 0.3, Faults);

        var batch = await scenario.EndedAsync(ModelScenario.Messages("dora", Threads, Each));

        (batch.Status, batch.Progress.ExtractedItems).ShouldBe((BatchStatus.Succeeded, 150));
        (await scenario.FactsAsync("dora")).ShouldBe(ModelScenario.Expected(Threads, Each));
    }

    [Fact]
    public async Task Batch_AnItemThatNoAnswerFits_IsStoredAndCanBeExtractedAgain()
    {
        await using var scenario = await ModelScenario.StartAsync(database);
        await scenario.CreateThreadsAsync("eve", 1);
        scenario.Stub.Plan.When(static r => r.Text.Contains("cursed", StringComparison.Ordinal), StubBehavior.BrokenJson);
        var items = ModelScenario.Messages("eve", 1, 9).Append(ModelScenario.Message("eve 0", "a cursed turn", 9));

        var batch = await scenario.EndedAsync(items);

        batch.Status.ShouldBe(BatchStatus.Partial);
        (batch.Progress.SucceededItems, batch.Progress.FailedItems, batch.Progress.ExtractedItems, batch.Progress.UnextractedItems)
            .ShouldBe((10, 0, 9, 1));
        batch.Hint.ShouldNotBeNull().ShouldContain("extractions");
        (await scenario.FactsAsync("eve")).ShouldBe(ModelScenario.Expected(1, 9));

        scenario.Stub.Plan.Clear();
        var again = await scenario.Engine.Batches.ExtractAsync(
            scenario.Project, new() { BatchId = batch.BatchId, Extraction = ExtractionMode.Model }, default);
        var end = await scenario.Engine.EndOfAsync(scenario.Project, again.BatchId);
        (end.Status, end.ItemCount, end.Progress.ExtractedItems).ShouldBe((BatchStatus.Succeeded, 1, 1));
    }

    [Fact]
    public async Task Batch_ExtractedAgain_ProposesWhatIsNewAndPaysForNothingTwice()
    {
        await using var scenario = await ModelScenario.StartAsync(database);
        await scenario.CreateThreadsAsync("ivy", 2);
        var first = await scenario.EndedAsync(ModelScenario.Messages("ivy", 2, 10));
        var asked = scenario.Stub.Chats.Count;

        var same = await AgainAsync();
        (same.Proposal!.UnchangedFacts, same.Proposal.AddedFacts + same.Proposal.ChangedFacts + same.Proposal.RemovedFacts).ShouldBe((20, 0));
        scenario.Stub.Chats.Count.ShouldBe(asked);

        await database.ExecuteAsync("UPDATE episode_data SET content = replace(content, 'Town', 'City') WHERE content LIKE 'FACT: Person 1 %'");
        var other = await AgainAsync();
        (other.Proposal!.ChangedFacts, other.Proposal.UnchangedFacts).ShouldBe((10, 10));
        scenario.Stub.Chats.Count.ShouldBe(asked + 1, "one window of one thread has changed");
        (await scenario.FactsAsync("ivy")).ShouldBe(ModelScenario.Expected(2, 10));

        await scenario.Engine.Batches.ApplyProposalAsync(scenario.Project, other.BatchId, default);
        await scenario.UntilAsync(other.BatchId, static b => b.Proposal!.State == ProposalState.Applied);
        (await scenario.FactsAsync("ivy")).ShouldBe(ModelScenario.Expected(2, 10)
            .Select(static f => f.StartsWith("Person 1 ", StringComparison.Ordinal) ? f.Replace("Town", "City", StringComparison.Ordinal) : f)
            .Order(StringComparer.Ordinal));

        async Task<BatchSummary> AgainAsync()
        {
            var batch = await scenario.Engine.Batches.ExtractAsync(
                scenario.Project, new() { BatchId = first.BatchId, Extraction = ExtractionMode.Model, Replace = true }, default);
            return await scenario.Engine.EndOfAsync(scenario.Project, batch.BatchId);
        }
    }

    [Fact]
    public async Task Batch_PausedAndCanceledWhileItIsExtracted_AsksNoMore()
    {
        await using var scenario = await ModelScenario.StartAsync(database, p => p.ConcurrentRequests = 1);
        await scenario.CreateThreadsAsync("finn", Threads);
        scenario.Stub.Settings.Delay = TimeSpan.FromMilliseconds(100);
        var batch = await scenario.ProcessAsync(ModelScenario.Messages("finn", Threads, Each));
        await scenario.UntilAsync(batch, static b => b.Progress.ExtractedItems > 0);

        await scenario.Engine.Batches.PauseAsync(scenario.Project, batch, default);
        await scenario.StoreOthersAsync(batches: 20);
        (await scenario.GetAsync(batch)).ModelRun!.OpenWindows.ShouldBeGreaterThan(0);
        var asked = scenario.Stub.Chats.Count;
        await scenario.Engine.Batches.ResumeAsync(scenario.Project, batch, default);
        await Eventually.TrueAsync(() => Task.FromResult(scenario.Stub.Chats.Count > asked));
        await scenario.Engine.Batches.CancelAsync(scenario.Project, batch, default);

        var end = await scenario.Engine.EndOfAsync(scenario.Project, batch);
        (end.Status, end.Progress.SucceededItems).ShouldBe((BatchStatus.Canceled, 150));
        end.Progress.ExtractedItems!.Value.ShouldBeLessThan(150);
        (await scenario.FactsAsync("finn")).Count.ShouldBe(end.Progress.ExtractedItems.Value);
    }

    [Fact]
    public async Task Batch_ItsThreadIsDeletedMeanwhile_EndsWithoutIt()
    {
        await using var scenario = await ModelScenario.StartAsync(database, p => p.ConcurrentRequests = 1);
        await scenario.CreateThreadsAsync("gus", Threads);
        scenario.Stub.Settings.Delay = TimeSpan.FromMilliseconds(100);
        var batch = await scenario.ProcessAsync(ModelScenario.Messages("gus", Threads, Each));
        await scenario.UntilAsync(batch, static b => b.ModelRun!.OpenWindows > 0);

        await scenario.Engine.Threads.DeleteThreadAsync(scenario.Project, "gus 4", default);

        (await scenario.Engine.EndOfAsync(scenario.Project, batch)).Status.ShouldBe(BatchStatus.Succeeded);
        (await scenario.FactsAsync("gus")).ShouldNotContain(static f => f.StartsWith("Person 4 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Batch_TwoSilosOneOfThemKilled_StatesEachFactOnce()
    {
        await using var scenario = await ModelScenario.StartAsync(database);
        await scenario.CreateThreadsAsync("hal", 20);
        scenario.Stub.Settings.Delay = TimeSpan.FromMilliseconds(50);
        var beside = await scenario.BesideAsync();
        var batch = await scenario.ProcessAsync(ModelScenario.Messages("hal", 20, Each));
        await scenario.UntilAsync(batch, static b => b.Progress.ExtractedItems > 0);

        await beside.KillAsync();
        await beside.DisposeAsync();

        var end = await scenario.Engine.EndOfAsync(scenario.Project, batch);
        (end.Status, end.Progress.ExtractedItems, end.Progress.Facts).ShouldBe((BatchStatus.Succeeded, 600, 600));
        (await scenario.FactsAsync("hal")).ShouldBe(ModelScenario.Expected(20, Each));
    }
}
