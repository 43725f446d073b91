using System.Security.Cryptography;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.TestKit.Promise;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>Two servers on one external database: which of them ingests, and when.</summary>
[Trait("Category", "Long")]
[Collection(FaultCollection.Name)]
public sealed class TakeoverTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int InUse = 3;
    private const int Batches = 3;

    // Tiny steps: the batches last long enough for a takeover in the middle.
    private static readonly (string Name, string? Value)[] Slowly =
    [
        ("Ingestion__ReadRows", "20"), ("Ingestion__LaneRows", "4"), ("Ingestion__CommitRows", "8"), ("Ingestion__Writers", "1"),
    ];

    private readonly string _key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
    private readonly TemporaryDataDirectory _first = new();
    private readonly TemporaryDataDirectory _second = new();
    private readonly Ledger _ledger = new();
    private TestDatabase? _database;

    public async Task InitializeAsync() => _database = await TestDatabase.CreateAsync();

    public async Task DisposeAsync() => await _database!.DisposeAsync();

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task Serve_DatabaseOfALivingServer_IsRefused()
    {
        using var first = await RunningServer.ServeAsync(_first, Variables());

        var (code, said) = await ServerProcess.RunAsync(
            ["--data-dir", _second.Path, "--urls", "http://127.0.0.1:0"], Variables());

        code.ShouldBe(InUse, said);
        said.ShouldContain("Another server ingests from this database");
        said.ShouldContain(first.Id.ToString());
        said.ShouldNotContain("Listening");
        await first.WaitUntilReadyAsync();
    }

    [Fact]
    public async Task Terminate_InMidIngest_EndsInTimeAndLosesNothing()
    {
        int port;
        using (var first = await RunningServer.ServeAsync(_first, Variables(Slowly)))
        {
            port = first.Port;
            await LoadAsync(first);
            await EndedAsync(atLeast: 200);
            (await first.StopAsync()).ShouldBe(0, first.Output); // within ten seconds
        }

        var done = await EndedItemsAsync();
        output.WriteLine($"{done} items had ended at the clean end");
        done.ShouldBeLessThan(_ledger.Batches.Sum(b => b.Items.Count));
        (await _database!.ScalarAsync<int>("SELECT unclean_ends FROM ingest_state")).ShouldBe(0);
        using var second = await RunningServer.ServeAsync(_first, port, Variables());
        await FinishAsync(second);
    }

    [Fact]
    public async Task Stop_LongerThanTheSessionMay_AnotherTakesOverAndTheFirstEndsByItself()
    {
        using var first = await RunningServer.ServeAsync(_first, Variables(Slowly));
        await LoadAsync(first);
        await EndedAsync(atLeast: 200);
        first.Signal("STOP");
        var done = await EndedItemsAsync();
        done.ShouldBeLessThan(_ledger.Batches.Sum(b => b.Items.Count));

        // The work that the first holds must be behind the second's cursors when it continues.
        using var second = await TakeOverAsync();
        await EndedAsync(atLeast: done + 300);
        var taken = await EndedItemsAsync();
        first.Signal("CONT");

        (await first.WaitForExitAsync()).ShouldBe(InUse, first.Output);
        first.Output.ShouldContain("Another server has taken over this database");
        output.WriteLine($"{done} items had ended when the first was stopped, {taken} when it was continued");
        await FinishAsync(second);
    }

    private async Task LoadAsync(RunningServer server)
    {
        using var api = new RetryingClient(server.Url, _key, _ledger, Eventually.MaxWait);
        var history = new SupportHistory("takeover", seed: 9);
        await history.CreateDestinationsAsync(api);
        for (var i = 0; i < Batches; i++)
        {
            await new LoadingClient(api, _ledger, new LoadProgress(), $"takeover-{i}", withKeys: true)
                .StartAsync(history.NextBatch(1_500));
        }
    }

    private async Task FinishAsync(RunningServer server)
    {
        using var api = new RetryingClient(server.Url, _key, _ledger, Eventually.MaxWait);
        foreach (var batch in _ledger.Batches)
        {
            await new LoadingClient(api, _ledger, new LoadProgress(), "finish", withKeys: true).WatchAsync(batch);
        }

        await PromiseCheck.ShouldHoldAsync(_database!.ConnectionString, _ledger, server.Output);
    }

    // It is refused until the session of the first has timed out, as the restarts of a service manager would be.
    private async Task<RunningServer> TakeOverAsync()
    {
        RunningServer? second = null;
        await Eventually.TrueAsync(
            async () =>
            {
                second = await RunningServer.ServeAsync(_second, Variables());
                return true;
            });
        return second!;
    }

    private Task EndedAsync(int atLeast) =>
        Eventually.TrueAsync(async () => await EndedItemsAsync() >= atLeast);

    private async Task<int> EndedItemsAsync() => (int)await _database!.ScalarAsync<long>(
        "SELECT coalesce(sum(succeeded + failed + skipped + canceled), 0)::bigint FROM batch_progress");

    private (string Name, string? Value)[] Variables(params (string Name, string? Value)[] more) =>
        [("BATCH_API_KEY", _key), ("ConnectionStrings__Batch", _database!.ConnectionString), .. more];
}
