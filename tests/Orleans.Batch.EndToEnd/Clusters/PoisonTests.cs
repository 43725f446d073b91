using System.Collections.Concurrent;
using Orleans.Batch.EndToEnd.Faults;
using Orleans.Batch.TestKit.Clusters;
using Orleans.Batch.TestKit.Promise;
using Xunit.Abstractions;
using static Orleans.Batch.EndToEnd.Faults.Poison.PoisonTests;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>An item that kills every silo that works on it, and a service manager that restarts them.</summary>
[Collection(ClusterCollection.Name)]
public sealed class PoisonTests(ClusterSite site, ITestOutputHelper output) : IAsyncLifetime
{
    // It is taken over from a dead silo four times; in between another silo may take it before the first is declared dead.
    private const int MostCrashes = 12;

    public Task InitializeAsync() => site.ReviveAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Ingest_AnItemThatKillsSilos_IsQuarantinedAndNothingElseIs()
    {
        var ledger = new Ledger();
        using var api = site.NewClient(ledger);
        var history = new SupportHistory("deadly", seed: 5);
        await history.CreateDestinationsAsync(api);
        var batches = Enumerable.Range(0, 2).Select(_ => history.NextBatch(300)).ToArray();
        batches[0] = WithPoison(batches[0], "deadly-graph-3");

        var exitCodes = new ConcurrentQueue<int>();
        var loading = Task.WhenAll(batches.Select((pages, i) =>
            new LoadingClient(api, ledger, new LoadProgress(), $"deadly-{i}", withKeys: true).LoadAsync(pages)));
        await Task.WhenAll(site.BatchSilos.Select(s => ReviveAsync(s, exitCodes, loading)));
        await loading;

        output.WriteLine($"silos ended {exitCodes.Count} times: {string.Join(", ", exitCodes)}");
        await site.ShouldHoldAsync(ledger);
        ledger.Batches.Select(b => b.Observed[^1].Status).ShouldAllBe(s => s == "partial");
        exitCodes.Count.ShouldBeInRange(2, MostCrashes);
        exitCodes.ShouldAllBe(c => c == Aborted);
    }

    private static async Task ReviveAsync(ClusterProcess silo, ConcurrentQueue<int> exitCodes, Task until)
    {
        while (silo.WaitForExitAsync() is var exit && await Task.WhenAny(exit, until) == exit)
        {
            try
            {
                exitCodes.Enqueue(await exit);
                silo.Launch();
            }
            catch (TimeoutException)
            {
                // The silo ran for that long, which is fine.
            }
        }
    }
}
