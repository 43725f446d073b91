using System.Diagnostics;
using Orleans.Batch.TestKit.Clusters;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>One batch silo loses its connection to the database, while the others keep theirs and reach the silo itself.</summary>
[Trait("Category", "Long")]
[Collection(ClusterCollection.Name)]
public sealed class LostDatabaseTests(ClusterSite site, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Items = 20_000;
    private const int Graphs = 300;
    private const int DatabaseExitCode = 4;

    // The limit of a process that retries with a bounded amount of work; one that accumulates work exceeds it soon.
    private const long MostMemory = 1_000_000_000;

    private DatabaseLink _link = null!;
    private ClusterProcess _silo = null!;

    public async Task InitializeAsync()
    {
        await site.ReviveAsync();
        _link = new DatabaseLink(site.Database.ConnectionString);
        _silo = site.Cluster.Add("batch", ("ConnectionStrings__Batch", _link.ConnectionString));
        await _silo.StartAsync();
    }

    public async Task DisposeAsync()
    {
        output.WriteLine(_silo.Output.Length > 20_000 ? _silo.Output[^20_000..] : _silo.Output);
        site.Cluster.Remove(_silo); // killed: no later test needs it
        await _link.DisposeAsync();
    }

    [Fact]
    public async Task Lose_TheDatabaseInOneSilo_OutlivesMomentsAndThenLeavesItsWorkToTheOthers()
    {
        using var load = await ClusterLoad.StartAsync(site, "lost", Items, Graphs, output);
        await site.EndedAsync(load.Batch, atLeast: Items / 20);

        await MeetAsync(LinkState.Reset, times: 20);
        await MeetAsync(LinkState.Well, times: 20); // it has connected again
        await MeetAsync(LinkState.Slow, times: 20);
        _silo.HasExited.ShouldBeFalse(_silo.Output);
        await MeetAsync(LinkState.OneWay, times: 3); // it does not know what was committed then
        _link.Become(LinkState.Silent);
        var done = await site.EndedItemsAsync(load.Batch);
        load.Say($"silent at {done} items");
        done.ShouldBeLessThan(Items, "it had ended before the end of the link: nothing was tested");

        var (exitCode, memory) = await EndAsync();
        exitCode.ShouldBe(DatabaseExitCode, _silo.Output);

        load.Say($"it has ended, {await site.EndedItemsAsync(load.Batch)} items have; it had taken {memory / 1_000_000} MB");
        _silo.Output.ShouldContain("This silo has lost the database, and others have it");
        memory.ShouldBeLessThan(MostMemory);
        await load.ShouldEndWellAsync();
        site.Cluster.Members.Where(m => m != _silo).ShouldAllBe(m => !m.HasExited);
        _link.Become(LinkState.Well);
        await _silo.StartAsync();
    }

    [Fact]
    public async Task Stop_OfASiloThatHasLostTheDatabase_EndsWithoutIt()
    {
        _link.Become(LinkState.Silent);

        (await _silo.StopAsync()).ShouldBe(DatabaseExitCode, _silo.Output);
    }

    private async Task MeetAsync(LinkState state, int times)
    {
        var before = _link.Met(state);
        _link.Become(state);
        await Eventually.TrueAsync(() => Task.FromResult(_link.Met(state) >= before + times || _silo.HasExited));
    }

    private async Task<(int ExitCode, long Memory)> EndAsync()
    {
        var ended = _silo.WaitForExitAsync();
        var memory = 0L;
        while (!ended.IsCompleted)
        {
            try
            {
                using var process = Process.GetProcessById(_silo.Id);
                memory = Math.Max(memory, process.WorkingSet64);
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException)
            {
                // The process has just ended.
            }

            await Task.WhenAny(ended, Task.Delay(TimeSpan.FromMilliseconds(200)));
        }

        return (await ended, memory);
    }
}
