using Microsoft.Extensions.Options;
using Orleans.Batch.Batches;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Operations;

public sealed class ValidateTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset Day = new(2024, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task ValidateAsync_EveryKindOfProblem_NamesEachAndChangesNothing()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var draft = await scenario.DraftAsync(
        [
            EngineScenario.Item("g") with { CreatedAt = Day },
            EngineScenario.Item("nowhere") with { CreatedAt = Day },
            EngineScenario.Item("g") with { CreatedAt = Day.AddDays(-1) },
            EngineScenario.Bad("g") with { CreatedAt = Day },
            EngineScenario.Item("g"),
            new() { Kind = ItemKind.ThreadMessage, ThreadId = "t", Role = RoleType.User, Content = "x", CreatedAt = Day },
        ]);
        var before = await scenario.GetAsync(draft);

        var result = await scenario.Batches.ValidateAsync(scenario.Project, draft, new(), default);

        (result.Valid, result.ErrorCount, result.WarningCount, result.NextCursor).ShouldBe((false, 3, 2, null));
        result.Errors.Select(e => (e.Index, e.Field, e.Code)).ShouldBe(
            [(1, "graph_id", ErrorCodes.GraphNotFound), (3, "data", ErrorCodes.InvalidJsonData), (5, "thread_id", ErrorCodes.ThreadNotFound)]);
        result.Warnings.Select(e => (e.Index, e.Field, e.Code)).ShouldBe(
            [(2, "created_at", ErrorCodes.BackwardDate), (4, "created_at", ErrorCodes.MissingDate)]);
        result.Errors[0].Message.ShouldContain("nowhere");
        result.Warnings[0].Message.ShouldContain("item 0");
        (await scenario.GetAsync(draft)).ShouldBe(before);
    }

    [Fact]
    public async Task ValidateAsync_PageByPage_ShowsEveryProblemOnce()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var draft = await scenario.DraftAsync(Enumerable.Range(0, 25).Select(i => EngineScenario.Item(i % 2 == 0 ? "g" : "nowhere")));

        var seen = new List<Problem>();
        long? cursor = null;
        do
        {
            var page = await scenario.Batches.ValidateAsync(scenario.Project, draft, new(7, cursor), default);
            (page.ErrorCount, page.WarningCount).ShouldBe((12, 25));
            (page.Errors.Count + page.Warnings.Count).ShouldBeInRange(1, 7);
            seen.AddRange([.. page.Errors, .. page.Warnings]);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        seen.Count.ShouldBe(37);
        seen.Select(p => (p.Index, p.Code)).Distinct().Count().ShouldBe(37);
    }

    [Fact]
    public async Task ValidateAsync_WaitingOnTheGraph_WarnsOfLongAndPausedLanes()
    {
        var gate = new Gate(sequence: 10);
        await using var scenario = await EngineScenario.StartAsync(database, gate, "g", "h");
        var running = await scenario.ProcessAsync(EngineScenario.Items("g", 30));
        await gate.Reached;
        await scenario.Batches.PauseAsync(scenario.Project, running, default);
        var draft = await scenario.DraftAsync(
            [EngineScenario.Item("h") with { CreatedAt = Day }, .. Enumerable.Repeat(EngineScenario.Item("g") with { CreatedAt = Day }, 9)]);
        scenario.Engine.Service<IOptions<BatchOptions>>().Value.LongLaneItems = 20;

        var result = await scenario.Batches.ValidateAsync(scenario.Project, draft, new(), default);
        gate.Open();

        (result.Valid, result.ErrorCount).ShouldBe((true, 0));
        result.Warnings.Select(e => (e.Index, e.Code)).ShouldBe([(1, ErrorCodes.LongLane), (1, ErrorCodes.BehindPausedBatch)]);
        result.Warnings[1].Message.ShouldContain(running.ToString());
    }

    [Fact]
    public async Task ValidateAsync_EmptyOrProcessed_SaysSo()
    {
        await using var scenario = await EngineScenario.StartAsync(database, null, "g");
        var empty = await scenario.Batches.ValidateAsync(scenario.Project, await scenario.DraftAsync([]), new(), default);
        (empty.Valid, empty.Errors.Single().Code).ShouldBe((false, ErrorCodes.EmptyBatch));
        await EngineScenario.RefusedAsync(
            scenario.Batches.ValidateAsync(scenario.Project, await scenario.EndedAsync([EngineScenario.Item("g")]), new(), default),
            ErrorKind.Conflict,
            ErrorCodes.NotADraft);
    }
}
