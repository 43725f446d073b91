using System.Diagnostics;
using Orleans.Batch.EndToEnd.Faults;
using Orleans.Batch.TestKit.Promise;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>Every process is stopped and restarted, one after another, while callers add, process and write live.</summary>
[Trait("Category", "Long")]
[Collection(ClusterCollection.Name)]
public sealed class RollingRestartTests(ClusterSite site, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Clients = 3;
    private const int ItemsPerBatch = 600;

    public Task InitializeAsync() => site.ReviveAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Restart_EveryProcessUnderLoad_NoAcceptedItemFailsOrIsLost()
    {
        var ledger = new Ledger();
        using var api = site.NewClient(ledger);
        var history = new SupportHistory("rolling", seed: 5);
        await history.CreateDestinationsAsync(api);
        var restarting = RestartAsync();
        var loading = Task.WhenAll(Enumerable.Range(0, Clients).Select(c => LoadAsync(api, ledger, history, c, restarting)));
        using var own = site.NewClient(ledger);
        var live = new LiveWrites(own, "rolling", seed: 5);
        var writing = live.WriteAsync(loading);

        await restarting;
        await loading;
        await writing;

        output.WriteLine(
            $"{ledger.Batches.Count()} batches, {ledger.Batches.Sum(b => b.Items.Count)} items, {live.Counts.Accepted} of " +
            $"{live.Counts.Sent} live writes accepted, {api.Refused + own.Refused} answers 503");
        await site.ShouldHoldAsync(ledger);
        await live.ShouldBeThereOnceInOrderAsync(site.Database.ConnectionString);
    }

    private async Task RestartAsync()
    {
        foreach (var member in site.Cluster.Members)
        {
            var began = Stopwatch.GetTimestamp();
            (await member.StopAsync()).ShouldBe(0, member.Output);
            var ended = Stopwatch.GetElapsedTime(began);
            await member.StartAsync();
            output.WriteLine($"{member.Name} ({member.Roles}) ended in {ended.TotalSeconds:0.0} s, was back after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        }
    }

    private static async Task LoadAsync(RetryingClient api, Ledger ledger, SupportHistory history, int client, Task during)
    {
        for (var i = 0; !during.IsCompleted; i++)
        {
            IReadOnlyList<IReadOnlyList<HistoryItem>> pages;
            lock (history)
            {
                pages = history.NextBatch(ItemsPerBatch);
            }

            await new LoadingClient(api, ledger, new LoadProgress(), $"rolling-{client}-{i}", withKeys: true).LoadAsync(pages);
        }
    }
}
