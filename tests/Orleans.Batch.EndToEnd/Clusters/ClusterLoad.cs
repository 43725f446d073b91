using System.Diagnostics;
using Orleans.Batch.EndToEnd.Faults;
using Orleans.Batch.TestKit.Promise;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>A large batch over many graphs, with live writes and reads beside it, and the checks of the final state.</summary>
internal sealed class ClusterLoad : IDisposable
{
    private readonly ClusterSite _site;
    private readonly RetryingClient _batches;
    private readonly RetryingClient _writes;
    private readonly RetryingClient _reads;
    private readonly LoadingClient _loading;
    private readonly ITestOutputHelper _output;
    private readonly long _began = Stopwatch.GetTimestamp();
    private Task _over = Task.CompletedTask;
    private Task _beside = Task.CompletedTask;

    private ClusterLoad(ClusterSite site, string name, ITestOutputHelper output)
    {
        _site = site;
        _output = output;
        _batches = site.NewClient(Ledger);
        _writes = site.NewClient(Ledger);
        _reads = site.NewClient(Ledger);
        _loading = new LoadingClient(_batches, Ledger, new LoadProgress(), name, withKeys: true);
        Database = new Pulse(site.Database);
        Live = new LiveWrites(_writes, name, seed: 1);
        Reads = new Availability(_reads, Ledger, "batches?limit=5", "graph/list-all?pageSize=1", $"graph/episodes/graph/{name}-graph-1");
    }

    public Ledger Ledger { get; } = new();

    public LiveWrites Live { get; }

    public Availability Reads { get; }

    /// <summary>Queries beside the reads that do not use the cluster.</summary>
    public Pulse Database { get; }

    public AcknowledgedBatch Batch => Ledger.Batches.Single();

    /// <summary>Starts a batch, writes and reads.</summary>
    /// <param name="site">The cluster.</param>
    /// <param name="name">A part of every id, so that tests do not interfere in one database.</param>
    /// <param name="items">The number of items.</param>
    /// <param name="graphs">The number of graphs.</param>
    /// <param name="output">Receives the events with their times.</param>
    public static async Task<ClusterLoad> StartAsync(
        ClusterSite site, string name, int items, int graphs, ITestOutputHelper output)
    {
        var load = new ClusterLoad(site, name, output);
        var history = new WideHistory(name, graphs);
        await history.CreateGraphsAsync(load._batches);
        load.Say("graphs created");
        await new SupportHistory(name, seed: 1).CreateDestinationsAsync(load._batches);
        var batch = await load._loading.StartAsync(history.NextBatch(items));
        load.Say("processing");
        load._over = load._loading.WatchAsync(batch);
        load._beside = Task.WhenAll(
            load.Live.WriteAsync(load._over), load.Reads.WatchAsync(load._over), load.Database.WatchAsync(load._over));
        return load;
    }

    /// <summary>Records an event and its time.</summary>
    public void Say(string what) => _output.WriteLine($"{Stopwatch.GetElapsedTime(_began).TotalSeconds,6:0.0} s: {what}");

    /// <summary>Waits for the end of the batch, and fails unless all data is in its place, once and in order.</summary>
    public async Task ShouldEndWellAsync()
    {
        try
        {
            await _over.WaitAsync(Eventually.MaxWait);
        }
        catch (TimeoutException e)
        {
            throw new InvalidOperationException(
                $"{await _site.EndedItemsAsync(Batch)} of {Batch.Items.Count} items have ended\n{_site.Cluster.Output}", e);
        }

        Say("ended");
        await _beside;
        await _site.ShouldHoldAsync(Ledger);
        await Live.ShouldBeThereOnceInOrderAsync(_site.Database.ConnectionString);
    }

    public void Dispose()
    {
        _batches.Dispose();
        _writes.Dispose();
        _reads.Dispose();
    }
}
