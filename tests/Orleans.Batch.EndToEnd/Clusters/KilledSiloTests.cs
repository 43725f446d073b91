using System.Diagnostics;
using Orleans.Batch.EndToEnd.Faults;
using Orleans.Batch.TestKit.Promise;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>Silos are killed in the middle of a batch.</summary>
[Trait("Category", "Long")]
[Collection(ClusterCollection.Name)]
public sealed class KilledSiloTests(ClusterSite site, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Items = 50_000;
    private const int Graphs = 2_000;

    private static readonly TimeSpan OneRetry = TimeSpan.FromSeconds(5);

    public Task InitializeAsync() => site.ReviveAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Kill_OneBatchSiloInMidRun_AllEndsOnceAndInOrderAndCallersHardlyNotice()
    {
        using var load = await ClusterLoad.StartAsync(site, "kill-one", Items, Graphs, output);
        await site.EndedAsync(load.Batch, atLeast: Items / 5);
        var usual = load.Reads.LongestGap; // the time of an answer without a crash depends on the machine

        await site.BatchSilos[0].KillAsync();

        var done = await site.EndedItemsAsync(load.Batch);
        load.Say($"killed at {done} items");
        done.ShouldBeLessThan(Items, "it had ended before the kill: nothing was tested");
        await load.ShouldEndWellAsync();
        output.WriteLine(
            $"{load.Reads.Asked} reads, the longest wait for one {load.Reads.LongestGap.TotalSeconds:0.00} s, before the kill " +
            $"{usual.TotalSeconds:0.00} s, for the database {load.Database.LongestGap.TotalSeconds:0.00} s; " +
            $"{load.Live.Counts.Accepted} of {load.Live.Counts.Sent} live writes accepted");

        // A pause of the whole machine is not the cluster's fault either.
        var slow = usual > load.Database.LongestGap ? usual : load.Database.LongestGap;
        load.Reads.LongestGap.ShouldBeLessThan(OneRetry + (10 * slow));
        load.Live.Counts.Accepted.ShouldBeGreaterThan(0);
        await site.BatchSilos[0].StartAsync();
    }

    [Fact]
    public async Task Kill_AllProcessesInMidRun_SilosThatStartAgainFinishWithoutACall()
    {
        var ledger = new Ledger();
        using var api = site.NewClient(ledger);
        var history = new WideHistory("kill-all", Graphs);
        await history.CreateGraphsAsync(api);
        var loading = new LoadingClient(api, ledger, new LoadProgress(), "kill-all", withKeys: true);
        var batch = await loading.StartAsync(history.NextBatch(Items / 2));
        await site.EndedAsync(batch, atLeast: Items / 10);

        await Task.WhenAll(site.Cluster.Members.Select(m => m.KillAsync()));

        var done = await site.EndedItemsAsync(batch);
        done.ShouldBeLessThan(Items / 2, "it had ended before the kill: nothing was tested");
        await Task.WhenAll(site.Cluster.Members.Where(m => m != site.Gateway).Select(m => m.StartAsync()));
        var started = Stopwatch.GetTimestamp();
        await site.EndedAsync(batch, atLeast: done + 1); // by the database alone, without a call
        var adopted = Stopwatch.GetElapsedTime(started);
        await site.EndedAsync(batch, atLeast: Items / 2);
        output.WriteLine(
            $"{done} items had ended at the kill; the next one {adopted.TotalSeconds:0.0} s after the silos had started, " +
            $"the last one after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
        await site.Gateway.StartAsync();
        await loading.WatchAsync(batch);
        await site.ShouldHoldAsync(ledger);
    }
}
