using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Models;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Models;

/// <summary>Caps under many processes, and under lost commits and ended sessions.</summary>
public sealed class ModelCapTests : IAsyncLifetime
{
    private const int Connections = 16;
    private const int LargestRequest = 1_000;
    private const int CallsPerEndedSession = 3;

    // Two batches of one project: keys that no other test uses, since no batch is needed for them.
    private const long FirstBatch = 101;
    private const long SecondBatch = 102;

    private readonly TestDatabase _test = new();
    private readonly List<Database> _silos = [];
    private CommitDroppingProxy _proxy = null!;
    private ModelBudgetStore _budgets = null!;
    private ProjectId _project;
    private int _inFlight;
    private long _spent;
    private int _calls;
    private int _faults;

    public async Task InitializeAsync()
    {
        await _test.InitializeAsync();
        _project = await _test.NewProjectAsync();
        _budgets = new ModelBudgetStore(_test.Database);
        _proxy = await CommitDroppingProxy.StartAsync(_test.ConnectionString);
        for (var silo = 0; silo < 2; silo++)
        {
            _silos.Add(new Database(_proxy.ConnectionString, new DatabaseOptions { BackgroundConnections = (Connections / 2) + 1 }));
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        await _proxy.DisposeAsync();
        await _test.DisposeAsync();
    }

    [Theory]
    [InlineData(60_000, null)]
    [InlineData(null, 120_000)]
    public async Task Cap_UnderManyConnections_IsNeitherExceededNorUnderUsed(int? tokens, int? cost)
    {
        await _budgets.SetCapsAsync(_project, null, new(tokens, cost), default);
        using var watched = new CancellationTokenSource();
        var watch = WatchAsync(tokens ?? (cost!.Value / 2), watched.Token);

        await RunAllAsync();

        await watched.CancelAsync();
        (await watch).ShouldBeGreaterThan(5, "the cap was watched");
        await ShouldBeExactAsync();
        _spent.ShouldBeInRange((tokens ?? (cost!.Value / 2)) - LargestRequest, tokens ?? (cost!.Value / 2));
    }

    [Fact]
    public async Task Cap_UnderLostCommitsAndEndedSessions_IsNeitherExceededNorUnderUsed()
    {
        await _budgets.SetCapsAsync(_project, null, new(60_000, null), default);
        _proxy.DropRandomly(seed: 5, share: 0.1, c => c.ApplicationName.Contains("background", StringComparison.Ordinal));
        using var ending = new CancellationTokenSource();
        var ended = EndSessionsAsync(ending.Token);

        await RunAllAsync();

        await ending.CancelAsync();
        (await ended).ShouldBeGreaterThan(3);
        _proxy.Count(CommitFault.AnswerLost).ShouldBeGreaterThan(3);
        _proxy.Count(CommitFault.CommitLost).ShouldBeGreaterThan(3);
        _faults.ShouldBeGreaterThan(3);
        await ShouldBeExactAsync();
        _spent.ShouldBeInRange(60_000 - LargestRequest, 60_000);
    }

    // A worker that fails ends the test; the others would wait for its request.
    private async Task RunAllAsync()
    {
        await foreach (var worker in Task.WhenEach(Enumerable.Range(0, Connections).Select(RunAsync)))
        {
            await worker;
        }
    }

    // Asks until no request fits although none is in flight. A request takes less than it reserves.
    private async Task RunAsync(int worker)
    {
        var random = new Random(worker);
        var ledger = new ModelLedger(_silos[worker % 2]);
        while (true)
        {
            var most = random.Next(100, LargestRequest);
            var request = Spend(random.Next(2) == 0 ? FirstBatch : SecondBatch, most);
            var othersAreDone = Volatile.Read(ref _inFlight) == 0;
            if (await RepeatAsync(() => ledger.ReserveAsync(request, default)) is null)
            {
                Interlocked.Increment(ref _inFlight);
                await SettleAsync(ledger, request, random.Next(1, most));
                Interlocked.Decrement(ref _inFlight);
            }
            else if (othersAreDone)
            {
                return;
            }
        }
    }

    private async Task SettleAsync(ModelLedger ledger, ModelSpend request, int used)
    {
        await RepeatAsync(async () =>
        {
            await ledger.SettleAsync(request, Spend(request.BatchKey, used), Guid.NewGuid(), "{}", default);
            return true;
        });
        Interlocked.Add(ref _spent, used);
        Interlocked.Increment(ref _calls);
    }

    // The ledger says surely whether a write was done: one that was not may be repeated.
    private async Task<T> RepeatAsync<T>(Func<ValueTask<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (TransientStoreException e) when (e is not OutcomeUnknownException)
            {
                Interlocked.Increment(ref _faults);
            }
        }
    }

    private async Task ShouldBeExactAsync()
    {
        var budget = await _budgets.GetBudgetAsync(_project, null, default);
        budget.Reserved.ShouldBe(new ModelUsage(0, 0, 0));
        budget.Spent.ShouldBe(new ModelUsage(_spent, 0, 2 * _spent));
        budget.Calls.ShouldBe(_calls);
        (await _test.ScalarAsync<decimal>("SELECT sum(spent_input_tokens) FROM model_budget WHERE batch_key <> 0 AND project_key = $1", _project.Value))
            .ShouldBe(_spent);
        (await _test.ScalarAsync<long>("SELECT count(*) FROM model_answer")).ShouldBe(_calls);
    }

    private async Task<int> WatchAsync(long cap, CancellationToken cancellationToken)
    {
        var looks = 0;
        for (; !cancellationToken.IsCancellationRequested; looks++)
        {
            var budget = await _budgets.GetBudgetAsync(_project, null, default);
            (budget.Spent.InputTokens + budget.Reserved.InputTokens).ShouldBeLessThanOrEqualTo(cap);
        }

        return looks;
    }

    // One for every few calls, however fast the machine is: one at fixed intervals may end each session of a slow machine before it
    // has asked for the outcome of a commit.
    private async Task<int> EndSessionsAsync(CancellationToken cancellationToken)
    {
        var (ended, next) = (0, CallsPerEndedSession);
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(1, CancellationToken.None);
            if (Volatile.Read(ref _calls) < next)
            {
                continue;
            }

            next += CallsPerEndedSession;
            ended += await _test.ScalarAsync<bool>(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND application_name LIKE '%background%' ORDER BY random() LIMIT 1
                """) ? 1 : 0;
        }

        return ended;
    }

    private ModelSpend Spend(long batch, int tokens) => new(_project.Value, batch, tokens, 0, 2 * tokens);
}
