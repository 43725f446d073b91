using System.Net;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>A silo that is stopped in the middle of a batch.</summary>
[Collection(ClusterCollection.Name)]
public sealed class CleanEndTests(ClusterSite site, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Items = 40_000;
    private const int Graphs = 2_000;

    public Task InitializeAsync() => site.ReviveAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Terminate_InMidBatch_IsNotReadyFirstAndEndsCleanlyInTime()
    {
        using var load = await ClusterLoad.StartAsync(site, "clean-end", Items, Graphs, output);
        var silo = site.BatchSilos[0];
        await site.EndedAsync(load.Batch, atLeast: Items / 10);

        var notReady = silo.WaitUntilHealthIsAsync(HttpStatusCode.ServiceUnavailable);
        var ending = silo.StopAsync();
        await notReady; // fails if the silo ends without having reported it
        var done = await site.EndedItemsAsync(load.Batch);
        load.Say($"not ready at {done} items");
        (await ending).ShouldBe(0, silo.Output);

        done.ShouldBeLessThan(Items, "it had ended before the signal: nothing was tested");
        load.Say($"gone; the longest wait for a read was {load.Reads.LongestGap.TotalSeconds:0.00} s");
        await load.ShouldEndWellAsync();
        await silo.StartAsync();
    }
}
