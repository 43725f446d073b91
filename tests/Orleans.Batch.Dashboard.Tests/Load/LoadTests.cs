using System.Diagnostics;
using System.Net;
using Xunit.Abstractions;

namespace Orleans.Batch.Dashboard.Tests.Load;

/// <summary>What pages cost when there is much to look at.</summary>
public sealed class LoadTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan While = TimeSpan.FromSeconds(5);

    private DashboardServer _server = null!;
    private HttpClient _http = null!;
    private NewApiKey _key = null!;
    private Api _api = null!;
    private string _batch = "";

    public async Task InitializeAsync()
    {
        // Small commits: the batch is to run for as long as pages are asked for.
        _server = await DashboardServer.StartAsync(("Ingestion__RowsInMemory", "400"), ("Ingestion__CommitRows", "200"));
        _key = await _server.NewProjectAsync();
        _api = new Api(_server.Url, _key.Secret);
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(_server.Url),
        };
        using var form = new FormUrlEncodedContent([new("key", _key.Secret)]);
        using var answer = await _http.PostAsync(new Uri("/sign-in", UriKind.Relative), form);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        _batch = await BusyProject.FillAsync(_server, _key, _api);
    }

    public async Task DisposeAsync()
    {
        _api.Dispose();
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Pages_TenThousandBatchesAndOneRunning_AreQuickAndCheapToKeepOpen()
    {
        await TimeAsync("/batches", 1); // compiles
        await TimeAsync($"/batches/{_batch}", 1);
        await _api.ProcessAsync(_batch);
        await Eventually.TrueAsync(async () => await DoneAsync() > 0, TimeSpan.FromSeconds(60));

        var list = await TimeAsync("/batches", 20);
        var one = await TimeAsync($"/batches/{_batch}", 20);
        (await DoneAsync()).ShouldBeLessThan(BusyProject.Items, "it ran all the while");
        list.ShouldBeLessThan(200);
        one.ShouldBeLessThan(200);

        // Held, so that nothing but the pages costs anything; its counts go on as we say.
        await _api.PostAsync($"batches/{_batch}/pause");
        using var stop = new CancellationTokenSource();
        var ticking = TickAsync(stop.Token);
        var nobody = await Spending.OverAsync(While, _server);
        output.WriteLine($"nobody looks: {nobody}");
        foreach (var path in (string[])["/batches", $"/batches/{_batch}"])
        {
            var alone = await CostAsync(path, 1, nobody);
            var fifty = await CostAsync(path, 50, nobody);
            alone.ShouldBeLessThan(10);
            fifty.ShouldBeLessThan(alone + 2, "all who watch share one look");
        }

        await stop.CancelAsync();
        await ticking;
    }

    private async Task<double> CostAsync(string path, int count, Spending nobody)
    {
        await using var viewers = await Viewers.OpenAsync(_http, path, count);
        var before = viewers.Updates;
        var spent = await Spending.OverAsync(While, _server);
        var updates = viewers.Updates - before;
        output.WriteLine($"{path[..8]}, {count} open: {spent}; {updates / count / spent.Wall.TotalSeconds:F1} updates/s each");
        updates.ShouldBeGreaterThanOrEqualTo(count * 2, "everybody is told what changes");
        return spent.QueriesPerSecond - nobody.QueriesPerSecond;
    }

    /// <returns>The median, in milliseconds.</returns>
    private async Task<double> TimeAsync(string path, int times)
    {
        var took = new List<double>();
        for (var n = 0; n < times; n++)
        {
            var began = Stopwatch.GetTimestamp();
            using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
            (await answer.Content.ReadAsStringAsync()).ShouldContain("all of it", customMessage: path);
            took.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        took.Sort();
        output.WriteLine($"{path[..8]}, {times} times: median {took[times / 2]:F0} ms, longest {took[^1]:F0} ms");
        return took[times / 2];
    }

    /// <summary>Lets the batch's counts go on, twice a second.</summary>
    private async Task TickAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await _server.Database.ExecuteAsync(
                """
                UPDATE batch_progress p SET succeeded = succeeded + 1 FROM batch b
                WHERE b.batch_uuid = $1 AND p.batch_key = b.batch_key AND p.slot = 0
                """,
                Guid.Parse(_batch));
            await Task.Delay(500, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> DoneAsync() =>
        (await _api.GetAsync($"batches/{_batch}")).GetProperty("progress").GetProperty("succeeded_items").GetInt32();
}
