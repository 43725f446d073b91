using System.Globalization;
using System.Net;
using Orleans.Batch.TestKit.Clusters;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>PostgreSQL restarts under a cluster: no other process has to restart.</summary>
[Collection(ClusterCollection.Name)]
public sealed class DatabaseRestartTests(ClusterSite site, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Items = 10_000;
    private const int Graphs = 1_000;

    public Task InitializeAsync() => site.ReviveAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Restart_InMidBatch_AllProcessesLiveOnAndFinish()
    {
        var processes = site.Cluster.Members.Select(m => m.Id).ToArray();
        using var load = await ClusterLoad.StartAsync(site, "database", Items, Graphs, output);
        await site.EndedAsync(load.Batch, atLeast: Items / 10);
        Signals.Send(await PostmasterAsync(), "INT");
        var dead = WatchAsync(site.Cluster.Members);
        await site.EndedAsync(load.Batch, atLeast: Items / 2);
        Signals.Send(await PostmasterAsync(), "INT");

        await load.ShouldEndWellAsync();
        load.Say($"the longest wait for a read {load.Reads.LongestGap.TotalSeconds:0.00} s");
        site.Cluster.Members.Select(m => m.Id).ShouldBe(processes);
        site.Cluster.Members.ShouldAllBe(m => !m.HasExited);
        (await dead).ShouldBeEmpty();
        site.Database.Database.Requests.Clear(); // the test's own connections, for the tests after it
        await Task.WhenAll(site.Cluster.Members.Select(m => m.WaitUntilReadyAsync()));
    }

    // Not ready is right; not alive would restart all of them for nothing.
    private static async Task<IReadOnlyList<string>> WatchAsync(IReadOnlyList<ClusterProcess> members)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        var dead = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            foreach (var member in members)
            {
                using var answer = await http.GetAsync(new Uri(member.Url + "/healthz/live"));
                if (answer.StatusCode != HttpStatusCode.OK)
                {
                    dead.Add($"{member.Name}: {answer.StatusCode}");
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        return dead;
    }

    private async Task<int> PostmasterAsync()
    {
        var id = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                var directory = await site.Database.ScalarAsync<string>("SELECT current_setting('data_directory')");
                id = int.Parse(File.ReadLines(Path.Combine(directory!, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
                return true;
            });
        return id;
    }
}
