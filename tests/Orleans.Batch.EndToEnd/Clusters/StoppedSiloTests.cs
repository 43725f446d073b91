using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>A silo that is stopped until the others have taken over its work, and then continues.</summary>
[Trait("Category", "Long")]
[Collection(ClusterCollection.Name)]
public sealed class StoppedSiloTests(ClusterSite site, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Items = 10_000;
    private const int Graphs = 1_000;

    public Task InitializeAsync() => site.ReviveAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Stop_UntilDeclaredDeadAndContinue_LateWritesAreFencedOffAndItLeaves()
    {
        using var load = await ClusterLoad.StartAsync(site, "zombie", Items, Graphs, output);
        var zombie = site.BatchSilos[1];
        await site.EndedAsync(load.Batch, atLeast: Items / 5);
        zombie.Signal("STOP");
        var done = await site.EndedItemsAsync(load.Batch);
        load.Say($"stopped at {done} items");
        done.ShouldBeLessThan(Items, "it had ended before the stop: nothing was tested");

        // The work that it holds is behind the others' cursors when it continues.
        await load.ShouldEndWellAsync();
        load.Say($"continued; the longest wait for a read was {load.Reads.LongestGap.TotalSeconds:0.00} s");
        zombie.Signal("CONT");

        (await zombie.WaitForExitAsync()).ShouldNotBe(0, zombie.Output);
        load.Say("gone");
        await load.ShouldEndWellAsync();
        await zombie.StartAsync();
    }
}
