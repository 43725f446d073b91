using System.Diagnostics;
using Orleans.Batch.TestKit.Clusters;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>All silos die at once, and their replacements have other addresses, as when all pods of a namespace are recreated.</summary>
[Trait("Category", "Long")]
[Collection(ClusterCollection.Name)]
public sealed class ReplacedSilosTests(ClusterSite site, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Items = 20_000;
    private const int Graphs = 300;

    private readonly List<ClusterProcess> _new = [];

    public Task InitializeAsync() => site.ReviveAsync();

    public Task DisposeAsync()
    {
        foreach (var silo in _new)
        {
            site.Cluster.Remove(silo);
        }

        return Task.CompletedTask;
    }

    [Fact]
    public async Task Replace_AllKilledSilosByFewerAtOtherAddresses_TheyJoinAndFinish()
    {
        using var load = await ClusterLoad.StartAsync(site, "replaced", Items, Graphs, output);
        await site.EndedAsync(load.Batch, atLeast: Items / 10);
        var old = site.Cluster.Members.Where(m => m != site.Gateway).ToArray();
        await Task.WhenAll(old.Select(m => m.KillAsync()));
        var killed = Stopwatch.GetTimestamp();
        var done = await site.EndedItemsAsync(load.Batch);
        load.Say($"killed at {done} items");
        done.ShouldBeLessThan(Items, "it had ended before the kill: nothing was tested");

        _new.Add(site.Cluster.Add("batch"));
        _new.Add(site.Cluster.Add("realtime"));

        // Each must become ready within a test's time limit, which is less than the five minutes after which Orleans gives up.
        await Task.WhenAll(_new.Select(m => m.StartAsync()));
        load.Say($"in their places {Stopwatch.GetElapsedTime(killed).TotalSeconds:0.0} s after the kill");
        await site.EndedAsync(load.Batch, atLeast: done + 1);
        load.Say($"goes on {Stopwatch.GetElapsedTime(killed).TotalSeconds:0.0} s after the kill");

        await load.ShouldEndWellAsync();
        await Task.WhenAll(old.Select(m => m.StartAsync()));
        (await Task.WhenAll(_new.Select(m => m.StopAsync()))).ShouldAllBe(code => code == 0);
    }
}
