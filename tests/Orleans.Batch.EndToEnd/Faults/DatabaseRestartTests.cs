using System.Net;
using System.Security.Cryptography;
using Orleans.Batch.TestKit.Promise;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>PostgreSQL restarts under load: callers get 503 with Retry-After, and the server does not have to restart.</summary>
[Trait("Category", "Long")]
[Collection(FaultCollection.Name)]
public sealed class DatabaseRestartTests(CrashSite site, ITestOutputHelper output) : IClassFixture<CrashSite>
{
    private const int Batches = 3;

    [Theory]
    [InlineData("fast", "INT")]
    [InlineData("immediate", "QUIT")]
    public async Task Restart_UnderLoad_OnlyAsksCallersToWait(string mode, string signal)
    {
        var process = site.Server.Id;
        var ledger = new Ledger();
        var progress = new LoadProgress();
        using var api = new RetryingClient(site.Url, site.Key, ledger, Eventually.MaxWait);
        var history = new SupportHistory(mode, seed: 3);
        await history.CreateDestinationsAsync(api);
        var loading = Task.WhenAll(Enumerable.Range(0, Batches).Select(i =>
            new LoadingClient(api, ledger, progress, $"{mode}-{i}", withKeys: true).LoadAsync(history.NextBatch(800))));
        var reading = ReadAsync(ledger, $"{mode}-graph-1", loading);
        var watching = WatchHealthAsync(ledger, loading);
        await progress.WaitAsync(process: false, 4);
        site.SignalPostmaster(signal);
        await progress.WaitAsync(process: true, 2);
        site.SignalPostmaster(signal);
        await loading;

        var (asked, refused) = await reading;
        var notReady = await watching;
        output.WriteLine(
            $"{mode}: loading met {api.Refused} answers 503, reading {refused} of {asked}; not ready {notReady} times, never dead");
        site.Server.Id.ShouldBe(process);
        notReady.ShouldBeGreaterThan(0);
        (api.Refused + refused).ShouldBeGreaterThan(0);
        await site.Server.WaitUntilReadyAsync();
        await PromiseCheck.ShouldHoldAsync(await site.ConnectionStringAsync(), ledger, mode);
    }

    // Every kind of read, continuously: the client records every result that is neither an answer nor a 503 with Retry-After.
    private async Task<(int Asked, int Refused)> ReadAsync(Ledger ledger, string graph, Task during)
    {
        string[] paths =
        [
            "batches", "graph/list-all", $"graph/{graph}", $"graph/episodes/graph/{graph}", $"users/{graph.Replace("graph", "user")}",
            $"threads/{graph.Replace("graph", "thread")}/messages",
        ];
        using var api = new RetryingClient(site.Url, site.Key, ledger, Eventually.MaxWait);
        var asked = 0;
        while (!during.IsCompleted)
        {
            var answer = await api.TryAsync(HttpMethod.Get, paths[asked++ % paths.Length]);
            if (answer is { Status: not (HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable) })
            {
                ledger.Misbehaved($"reading: {answer}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }

        return (asked, api.Refused);
    }

    // Not ready, but alive; and an unknown key cannot be refused without the database.
    private async Task<int> WatchHealthAsync(Ledger ledger, Task during)
    {
        using var http = new HttpClient { BaseAddress = new Uri(site.Url) };
        var notReady = 0;
        while (!during.IsCompleted)
        {
            using var live = await http.GetAsync(new Uri("/healthz/live", UriKind.Relative));
            using var ready = await http.GetAsync(new Uri("/healthz/ready", UriKind.Relative));
            if (live.StatusCode != HttpStatusCode.OK)
            {
                ledger.Misbehaved($"/healthz/live: {live.StatusCode}");
            }

            if (ready.StatusCode == HttpStatusCode.ServiceUnavailable && ++notReady == 1)
            {
                using var stranger = new RetryingClient(
                    site.Url, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)), ledger, Eventually.MaxWait);
                var answer = await stranger.TryAsync(HttpMethod.Get, "batches");
                output.WriteLine($"a stranger is told {(int?)answer.Status}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        return notReady;
    }
}
