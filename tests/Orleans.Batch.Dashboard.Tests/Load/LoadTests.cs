using System.Diagnostics;
using System.Net;
using Xunit.Abstractions;

namespace Orleans.Batch.Dashboard.Tests.Load;

/// <summary>The cost of pages with much data.</summary>
public sealed class LoadTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const double Promised = 200; // milliseconds of server time
    private const int Times = 20;

    private static readonly TimeSpan While = TimeSpan.FromSeconds(5);

    private DashboardServer _server = null!;
    private HttpClient _http = null!;
    private NewApiKey _key = null!;
    private Api _api = null!;
    private string _batch = "";

    public async Task InitializeAsync()
    {
        // Small commits, one at a time: the batch runs for longer than pages are requested, on a machine of any speed. And
        // nothing is cleaned up meanwhile.
        _server = await DashboardServer.StartAsync(
            ("Ingestion__RowsInMemory", "400"), ("Ingestion__CommitRows", "20"), ("Ingestion__Writers", "1"), ("Batch__KeepLanes", "3650.00:00:00"), ("Batch__KeepBatches", "3650.00:00:00"));
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
        await TimeAsync("/batches", 1); // compiles the code
        await TimeAsync($"/batches/{_batch}", 1);
        var end = await BusyProject.HoldEndAsync(_server, _key);
        await _api.ProcessAsync(_batch);
        await Eventually.TrueAsync(async () => await DoneAsync() > 0);

        await TimeAsync("/batches", Times);
        await TimeAsync($"/batches/{_batch}", Times);
        (await DoneAsync()).ShouldBeLessThan(BusyProject.Items, "it ran all the while");

        // Held, so that only the pages cost anything; the test changes its counts.
        await _api.PostAsync($"batches/{_batch}/pause");
        await end.DisposeAsync();
        foreach (var path in (string[])["/batches", $"/batches/{_batch}"])
        {
            // The time by the clock includes other work of the machine: it is printed above, and not asserted.
            var spent = await Spending.OverAsync(() => TimeAsync(path, Times), _server);
            output.WriteLine($"CPU of a page: {spent.Cpu.TotalMilliseconds / Times:F0} ms");
            (spent.Cpu.TotalMilliseconds / Times).ShouldBeLessThan(Promised, path);
        }

        using var stop = new CancellationTokenSource();
        var ticking = TickAsync(stop.Token);
        var none = await CostAsync(0);
        var one = await CostAsync(1);
        var fifty = await CostAsync(50);
        one.ShouldBeLessThan(none + 25);
        fifty.ShouldBeLessThan(one + 25, "all watchers share one poll; separate polls would be a hundred a second");

        await stop.CancelAsync();
        await ticking;
    }

    /// <returns>Queries per second while this number of users have the list open, and as many the batch.</returns>
    private async Task<double> CostAsync(int count)
    {
        await using var list = await Viewers.OpenAsync(_http, "/batches", count);
        await using var batch = await Viewers.OpenAsync(_http, $"/batches/{_batch}", count);
        await Task.Delay(Spending.ToldWithin); // the cost of opening is counted by then
        var before = (List: list.Updates, Batch: batch.Updates);
        var spent = await Spending.OverAsync(While, _server);
        var updates = list.Updates - before.List + batch.Updates - before.Batch;
        output.WriteLine($"{count} lists and {count} batches open: {spent}; {updates} updates");

        // All pages receive the changes.
        await Eventually.TrueAsync(
            () => Task.FromResult(list.Updates - before.List >= count * 2 && batch.Updates - before.Batch >= count * 2));
        return spent.QueriesPerSecond;
    }

    private async Task TimeAsync(string path, int times)
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
        output.WriteLine(
            $"{(path.Length > 8 ? "one batch" : path)}, {times} times: quickest {took[0]:F0} ms, median {took[times / 2]:F0} ms, longest {took[^1]:F0} ms");
    }

    /// <summary>Increases the batch's counts, twice a second.</summary>
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
