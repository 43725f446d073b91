using System.Diagnostics;
using System.Net;
using Orleans.Batch.LocalPostgres;
using Orleans.Batch.TestKit.Promise;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Faults.Disk;

/// <summary>The disk of the private PostgreSQL fills up, and is enlarged.</summary>
[Trait("Category", "Long")]
[Collection(FaultCollection.Name)]
public sealed class DiskFullTests(ITestOutputHelper output)
{
    private const int SmallMegabytes = 160;
    private const int LargeMegabytes = 1_500;

    // Long enough for PostgreSQL to end because of it and to fail to restart.
    private static readonly TimeSpan RefusedFor = TimeSpan.FromSeconds(6);

    [MountFact]
    public async Task Add_DiskFull_IsRefusedUntilThereIsRoomAndNothingIsLost()
    {
        using var disk = SmallDisk.TryMount(SmallMegabytes)!;
        using var server = await RunningServer.ServeAsync(disk.Data);
        var ledger = new Ledger();
        using var api = new RetryingClient(server.Url, server.Key, ledger, Eventually.MaxWait, TimeSpan.FromMilliseconds(500));
        var history = new SupportHistory("disk", seed: 6);
        await history.CreateDestinationsAsync(api);
        var before = new LoadingClient(api, ledger, new LoadProgress(), "before", withKeys: true);
        await before.LoadAsync(history.NextBatch(500));

        // A batch is being ingested while the disk fills.
        var during = new LoadingClient(api, ledger, new LoadProgress(), "during", withKeys: true);
        var running = await during.StartAsync(history.NextBatch(500));
        var filled = await FillAsync(api, server, "disk-graph-1");
        output.WriteLine($"full with {disk.FreeBytes / 1024} KB left, after {filled} pages of 900 KB; {api.Refused} answers 503");
        using var http = new HttpClient();
        using var live = await http.GetAsync(new Uri(server.Url + "/healthz/live"));
        live.StatusCode.ShouldBe(HttpStatusCode.OK);
        var late = new LoadingClient(api, ledger, new LoadProgress(), "late", withKeys: true).LoadAsync(history.NextBatch(300));

        var began = Stopwatch.GetTimestamp();
        late.IsCompleted.ShouldBeFalse();
        disk.Grow(LargeMegabytes);
        await late;
        await during.WatchAsync(running);
        output.WriteLine(string.Join('\n', server.Output.Split('\n').Where(l => l.Contains("PrivatePostgres")).Select(l => l[..Math.Min(l.Length, 160)]).Take(12)));
        output.WriteLine($"work goes on {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s after there is room");
        await PromiseCheck.ShouldHoldAsync(
            await PrivatePostgres.ConnectToRunningAsync(
                new PrivatePostgresOptions { DataDirectory = disk.Data.Path }, TimeProvider.System, default),
            ledger,
            server.Output);
        (await server.StopAsync()).ShouldBe(0, server.Output);
    }

    // PostgreSQL ends each new session because of its catalog cache file, which it cannot write; before version 16
    // without reporting that the disk is full.
    [MountFact]
    public async Task Read_SessionsBeginOnAFullDisk_IsRefusedForNow()
    {
        using var disk = SmallDisk.TryMount(SmallMegabytes)!;
        using var server = await RunningServer.ServeAsync(disk.Data);
        using var http = server.NewClient();
        string[] Caches() => Directory.GetFiles(disk.Data.Path, "pg_internal.init", SearchOption.AllDirectories);
        var filled = new Stack<IDisposable>();
        try
        {
            do
            {
                Array.ForEach(Caches(), File.Delete); // which frees space, so it comes before the filling
                filled.Push(disk.Fill());
            }
            while (Caches().Length > 0);
            disk.EndSessions();
            var answers = new List<(HttpStatusCode Status, string Body)>();
            foreach (var path in new[] { "batches", "graph/list-all", "users-ordered", "threads", "batches" })
            {
                using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
                answers.Add((answer.StatusCode, await answer.Content.ReadAsStringAsync()));
            }

            answers.ShouldAllBe(a => a.Status == HttpStatusCode.ServiceUnavailable, server.Output);
            answers.ShouldContain(a => a.Body.Contains("the database cannot write to its disk, which is probably full", StringComparison.Ordinal));
        }
        finally
        {
            while (filled.TryPop(out var filling))
            {
                filling.Dispose();
            }
        }

        await Eventually.TrueAsync(async () =>
        {
            using var answer = await http.GetAsync(new Uri("batches", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        });
    }

    // Incompressible texts, until the server refuses them.
    private static async Task<int> FillAsync(RetryingClient api, RunningServer server, string graph)
    {
        var chance = new Random(1);
        var created = await api.SendAsync(HttpMethod.Post, "batches", new { }, "filling");
        var path = $"batches/{created.Body.GetProperty("batch_id").GetGuid()}/items";
        var pages = 0;
        long? refusedSince = null;
        while (refusedSince is null || Stopwatch.GetElapsedTime(refusedSince.Value) < RefusedFor)
        {
            var items = Enumerable.Range(0, 100).Select(_ => new
            {
                type = "graph_episode",
                graph_id = graph,
                data_type = "text",
                data = string.Create(9_000, chance, (text, c) => c.GetItems("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+/", text)),
            });
            var answer = await api.TryAsync(HttpMethod.Post, path, new { items }, $"page-{pages}");
            pages += answer.Succeeded ? 1 : 0;
            refusedSince = answer.Succeeded ? null : refusedSince ?? Stopwatch.GetTimestamp();
            (answer.Succeeded || answer.Status == HttpStatusCode.ServiceUnavailable)
                .ShouldBeTrue($"{answer}\n{server.Output}");
            pages.ShouldBeLessThan(1_000, "the disk does not fill up");
        }

        return pages;
    }
}
