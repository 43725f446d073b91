using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Models;
using Orleans.Batch.PostgreSql.Tests.Webhooks;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Models;

/// <summary>Stored answers, reservations and what they become.</summary>
public sealed class ModelLedgerTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly ModelLedger _ledger = new(database.Database);
    private readonly ModelBudgetStore _budgets = new(database.Database);
    private ProjectId _project;
    private Guid _batchId;
    private long _batch;

    public async Task InitializeAsync()
    {
        _project = await database.NewProjectAsync();
        using var drafts = new DraftStore(database.Database, new RecordingWakeups().Queue());
        _batchId = (await drafts.CreateAsync(_project, new NewBatch(), null, default)).Value.BatchId;
        _batch = await database.ScalarAsync<long>("SELECT batch_key FROM batch WHERE batch_uuid = $1", _batchId);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Budget_WithoutRequests_IsEmpty()
    {
        (await _budgets.GetBudgetAsync(_project, _batchId, default)).ShouldBe(new ModelBudget());
        (await _budgets.GetBudgetAsync(_project, null, default)).ShouldBe(new ModelBudget());
    }

    [Fact]
    public async Task Reservation_BecomesWhatTheRequestCost_InTheBatchAndInTheProject()
    {
        (await _ledger.ReserveAsync(Spend(100, 50, 7), default)).ShouldBeNull();
        await ShouldBeAsync(b => b with { Reserved = new(100, 50, 7) });

        await _ledger.SettleAsync(Spend(100, 50, 7), Spend(90, 20, 3), Guid.NewGuid(), "{}", default);

        await ShouldBeAsync(b => b with { Spent = new(90, 20, 3), Calls = 1 });
    }

    [Fact]
    public async Task LiveWrite_CountsInTheProjectOnly()
    {
        var live = Spend(100, 50, 7) with { BatchKey = 0 };
        await _ledger.ReserveAsync(live, default);

        await _ledger.SettleAsync(live, live, Guid.NewGuid(), "{}", default);

        (await _budgets.GetBudgetAsync(_project, null, default)).ShouldBe(new ModelBudget { Spent = new(100, 50, 7), Calls = 1 });
        (await _budgets.GetBudgetAsync(_project, _batchId, default)).ShouldBe(new ModelBudget());
    }

    [Fact]
    public async Task RequestThatGaveNothing_IsCountedIfItTookTokens()
    {
        await _ledger.ReserveAsync(Spend(100, 50, 7), default);
        await _ledger.SettleAsync(Spend(100, 50, 7), Spend(100, 1, 2), Guid.NewGuid(), null, default);
        await _ledger.ReserveAsync(Spend(100, 50, 7), default);
        await _ledger.SettleAsync(Spend(100, 50, 7), Spend(0, 0, 0), Guid.NewGuid(), null, default);

        await ShouldBeAsync(b => b with { Spent = new(100, 1, 2), Calls = 1, CallsWithoutUse = 1 });
    }

    [Fact]
    public async Task ReservationOfAProcessThatEnded_CountsAgainstTheCap()
    {
        await _budgets.SetCapsAsync(_project, _batchId, new(200, null), default);
        await _ledger.ReserveAsync(Spend(100, 50, 0), default);

        (await _ledger.ReserveAsync(Spend(100, 50, 0), default)).ShouldNotBeNull();
        (await _ledger.ReserveAsync(Spend(40, 10, 0), default)).ShouldBeNull();
    }

    [Fact]
    public async Task CapOfTheBatch_LeavesTheProjectAsItWas()
    {
        await _budgets.SetCapsAsync(_project, _batchId, new(149, null), default);

        (await _ledger.ReserveAsync(Spend(100, 50, 7), default))
            .ShouldBe("The batch has no room for another request under its cap of 149 tokens.");

        (await _budgets.GetBudgetAsync(_project, null, default)).ShouldBe(new ModelBudget());
        (await _budgets.GetBudgetAsync(_project, _batchId, default)).ShouldBe(new ModelBudget { Caps = new(149, null) });
    }

    [Fact]
    public async Task CapOfTheProject_LeavesTheBatchAsItWas()
    {
        await _budgets.SetCapsAsync(_project, null, new(1_000_000, 2_500_000), default);

        (await _ledger.ReserveAsync(Spend(100, 50, 2_500_001), default))
            .ShouldBe("The project has no room for another request under its cost cap of 2.5.");

        (await _budgets.GetBudgetAsync(_project, _batchId, default)).ShouldBe(new ModelBudget());
        (await _ledger.ReserveAsync(Spend(100, 50, 2_500_000), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Caps_CanBeSetBelowWhatIsSpent_AndRemoved()
    {
        await _ledger.ReserveAsync(Spend(100, 50, 7), default);
        (await _budgets.SetCapsAsync(_project, _batchId, new(10, 3), default))
            .ShouldBe(new ModelBudget { Caps = new(10, 3), Reserved = new(100, 50, 7) });
        (await _ledger.ReserveAsync(Spend(1, 0, 0), default)).ShouldNotBeNull();

        await _budgets.SetCapsAsync(_project, _batchId, new(null, null), default);
        (await _ledger.ReserveAsync(Spend(1, 0, 0), default)).ShouldBeNull();
    }

    [Fact]
    public async Task Answer_IsKeptForItsProject_AndTheFirstStays()
    {
        var key = Guid.NewGuid();
        var other = await database.NewProjectAsync();
        await _ledger.SettleAsync(Spend(0, 0, 0), Spend(1, 1, 0), key, "first", default);
        await _ledger.SettleAsync(Spend(0, 0, 0), Spend(1, 1, 0), key, "second", default);

        (await _ledger.FindAnswerAsync(_project.Value, key, default)).ShouldBe("first");
        (await _ledger.FindAnswerAsync(other.Value, key, default)).ShouldBeNull();
        (await _ledger.FindAnswerAsync(_project.Value, Guid.NewGuid(), default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("a\0b", "a\uFFFDb")]
    [InlineData("\U0001F600 \u00e9", "\U0001F600 \u00e9")]
    public async Task Answer_ThatTheDatabaseCannotHold_IsStoredAsNearAsPossible(string answer, string stored)
    {
        var key = Guid.NewGuid();
        await _ledger.SettleAsync(Spend(0, 0, 0), Spend(1, 1, 0), key, answer, default);

        (await _ledger.FindAnswerAsync(_project.Value, key, default)).ShouldBe(stored);
    }

    [Fact]
    public async Task Answer_WithHalfACharacter_IsStored()
    {
        var key = Guid.NewGuid();
        await _ledger.SettleAsync(Spend(0, 0, 0), Spend(1, 1, 0), key, $"a{(char)0xD800}b", default);

        (await _ledger.FindAnswerAsync(_project.Value, key, default)).ShouldBe("a\uFFFDb");
    }

    [Fact]
    public async Task Replays_AreCounted()
    {
        await _ledger.CountReplayAsync(_project.Value, _batch, default);
        await _ledger.CountReplayAsync(_project.Value, _batch, default);
        await _ledger.CountReplayAsync(_project.Value, 0, default);

        (await _budgets.GetBudgetAsync(_project, _batchId, default)).ShouldBe(new ModelBudget { Replays = 2 });
        (await _budgets.GetBudgetAsync(_project, null, default)).ShouldBe(new ModelBudget { Replays = 3 });
    }

    [Fact]
    public async Task Budget_OfABatchOfAnotherProject_IsNotFound()
    {
        var other = await database.NewProjectAsync();

        (await Should.ThrowAsync<BatchServiceException>(async () => await _budgets.GetBudgetAsync(other, _batchId, default)))
            .Kind.ShouldBe(ErrorKind.NotFound);
        (await Should.ThrowAsync<BatchServiceException>(async () => await _budgets.SetCapsAsync(other, _batchId, new(1, 1), default)))
            .Kind.ShouldBe(ErrorKind.NotFound);
    }

    [Fact]
    public async Task Budget_OfADeletedDraft_GoesWithIt()
    {
        using var drafts = new DraftStore(database.Database, new RecordingWakeups().Queue());
        await _budgets.SetCapsAsync(_project, _batchId, new(1, 1), default);

        await drafts.DeleteAsync(_project, _batchId, default);

        (await database.ScalarAsync<long>("SELECT count(*) FROM model_budget WHERE batch_key = $1", _batch)).ShouldBe(0);
    }

    private ModelSpend Spend(long input, long output, long cost) => new(_project.Value, _batch, input, output, cost);

    private async Task ShouldBeAsync(Func<ModelBudget, ModelBudget> expected)
    {
        (await _budgets.GetBudgetAsync(_project, _batchId, default)).ShouldBe(expected(new()));
        (await _budgets.GetBudgetAsync(_project, null, default)).ShouldBe(expected(new()));
    }
}
