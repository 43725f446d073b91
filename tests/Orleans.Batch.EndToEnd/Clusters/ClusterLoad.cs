using System.Diagnostics;
using Orleans.Batch.EndToEnd.Faults;
using Orleans.Batch.TestKit.Promise;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>A large batch over many graphs, with live writes and reads beside it, and what must be true of all in the end.</summary>
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

    /// <summary>Beside the reads, and not by way of the cluster.</summary>
    public Pulse Database { get; }

    public AcknowledgedBatch Batch => Ledger.Batches.Single();

    /// <summary>Sends a batch off, and begins to write and to read.</summary>
    /// <param name="site">The cluster.</param>
    /// <param name="name">Part of every id, so that tests keep apart in one database.</param>
    /// <param name="items">How many items.</param>
    /// <param name="graphs">Over how many graphs.</param>
    /// <param name="output">Gets what happened when.</param>
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

    /// <summary>Notes what happens, and when.</summary>
    public void Say(string what) => _output.WriteLine($"{Stopwatch.GetElapsedTime(_began).TotalSeconds,6:0.0} s: {what}");

    /// <summary>Waits for the end of the batch, and fails unless everything is where it belongs, once and in order.</summary>
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
