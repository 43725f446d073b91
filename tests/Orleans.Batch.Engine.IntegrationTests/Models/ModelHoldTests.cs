using Orleans.Batch.TestKit.Models;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Models;

/// <summary>What cannot be asked now waits with a reason, and goes on when the reason is gone.</summary>
public sealed class ModelHoldTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Batch_EndpointIsDown_WaitsWithTheReasonAndGoesOnByItself()
    {
        await using var scenario = await ModelScenario.StartAsync(database);
        await scenario.CreateThreadsAsync("ida", 2);
        scenario.Stub.Plan.Otherwise(StubBehavior.ServerError);

        var batch = await scenario.ProcessAsync(ModelScenario.Messages("ida", 2, 20));
        var held = await scenario.UntilAsync(batch, static b => b.ModelRun?.WaitsBecause is not null);
        (held.Status, held.Progress.SucceededItems).ShouldBe((BatchStatus.Processing, 40));

        scenario.Stub.Plan.Clear();
        var end = await scenario.Engine.EndOfAsync(scenario.Project, batch);
        (end.Status, end.Progress.ExtractedItems, end.ModelRun!.WaitsBecause).ShouldBe((BatchStatus.Succeeded, 40, null));
    }

    [Fact]
    public async Task Batch_EndpointRefusesTheModel_WaitsWithItsWords()
    {
        await using var scenario = await ModelScenario.StartAsync(database, static p => p.Model = "another");
        await scenario.CreateThreadsAsync("jan", 1);

        var batch = await scenario.ProcessAsync(ModelScenario.Messages("jan", 1, 3));

        var held = await scenario.UntilAsync(batch, static b => b.ModelRun?.WaitsBecause is not null);
        held.ModelRun!.WaitsBecause.ShouldNotBeNull().ShouldContain("another");
        (held.Progress.FailedItems, held.Progress.UnextractedItems).ShouldBe((0, 0), "a correction of the configuration saves them");
    }

    [Fact]
    public async Task Batch_ItsCapIsReached_WaitsUntilItIsRaised()
    {
        await using var scenario = await ModelScenario.StartAsync(database);
        await scenario.CreateThreadsAsync("mia", 4);
        var caps = new NewBatch { Caps = new ModelCaps(10_000, null) };

        var batch = await scenario.ProcessAsync(ModelScenario.Messages("mia", 4, 40), caps);
        var held = await scenario.UntilAsync(batch, static b => b.ModelRun?.WaitsBecause is not null);
        (held.ModelRun!.InputTokens + held.ModelRun.OutputTokens).ShouldBeLessThanOrEqualTo(10_000);
        held.ModelRun.MaxTokens.ShouldBe(10_000);

        await scenario.Engine.Batches.SetCapsAsync(scenario.Project, batch, new ModelCaps(null, 1_000_000_000), default);
        var end = await scenario.Engine.EndOfAsync(scenario.Project, batch);
        (end.Status, end.Progress.ExtractedItems, end.ModelRun!.WaitsBecause).ShouldBe((BatchStatus.Succeeded, 160, null));
        end.ModelRun.Cost.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Create_UnknownProfile_IsRefusedWithTheNamesOfThoseThereAre()
    {
        await using var scenario = await ModelScenario.StartAsync(database);

        var refusal = await Should.ThrowAsync<BatchServiceException>(
            async () => await scenario.DraftAsync([], new NewBatch { Extraction = ExtractionMode.Model, Model = "gpt" }));

        (refusal.Code, refusal.Problems[0].Field).ShouldBe((ErrorCodes.UnknownValue, "model"));
        refusal.Message.ShouldContain(ModelScenario.Profile);
    }

    [Fact]
    public async Task Validate_SaysWhatItTakes()
    {
        await using var scenario = await ModelScenario.StartAsync(database);
        await scenario.CreateThreadsAsync("kai", 3);
        var draft = await scenario.DraftAsync(ModelScenario.Messages("kai", 3, 30));

        var estimate = (await scenario.Engine.Batches.ValidateAsync(scenario.Project, draft, new(), default)).Model.ShouldNotBeNull();

        (estimate.Profile, estimate.Requests).ShouldBe((ModelScenario.Profile, 6));
        estimate.InputTokens.ShouldBeGreaterThan(6_000);
        estimate.Cost.ShouldBe((estimate.InputTokens + (2 * estimate.OutputTokens)) / 1_000_000m);
    }

    [Fact]
    public async Task LiveWrites_AreExtractedTogetherShortlyAfter()
    {
        await using var scenario = await ModelScenario.StartAsync(database);
        await scenario.CreateThreadsAsync("lea", 1);
        var live = scenario.Engine.Service<IRealtimeClient>();

        for (var i = 0; i < 5; i++)
        {
            await live.AddMessagesAsync(
                scenario.Project,
                "lea 0",
                [new NewMessage { Role = RoleType.User, Name = "Ada", Content = $"FACT: Person 0 {i} | VISITED | Town {i}" }],
                [],
                null,
                default);
        }

        await Eventually.TrueAsync(async () => (await scenario.FactsAsync("lea")).Count == 5);
        (await scenario.FactsAsync("lea")).ShouldBe(ModelScenario.Expected(1, 5));
        scenario.Stub.Chats.Count.ShouldBeLessThan(5);
    }
}
