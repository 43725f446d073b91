using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>PostgreSQL restarts under live writes: they are late, not refused, and each is in its graph once.</summary>
[Collection(FaultCollection.Name)]
public sealed class LiveRestartTests(LiveRestartTests.Site site, ITestOutputHelper output) : IClassFixture<LiveRestartTests.Site>
{
    private const int Clients = 12;
    private const int Graphs = 5;
    private const int Before = 60;
    private const int After = 400;

    private readonly ConcurrentBag<(Guid Episode, Guid Task, string Graph, int Client, int Order)> _accepted = [];

    [Theory]
    [InlineData("fast", "INT")]
    [InlineData("immediate", "QUIT")]
    [InlineData("killed", "KILL")]
    public async Task Restart_UnderLiveWrites_NoneIsRefusedAndEachIsThereOnce(string mode, string signal)
    {
        using var http = new HttpClient { BaseAddress = new Uri(site.Url + "/api/v2/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Api-Key", site.Key);
        for (var i = 0; i < Graphs; i++)
        {
            await CreateGraphAsync(http, $"{mode}-{i}");
        }

        var process = site.Server.Id;
        using var stop = new CancellationTokenSource();
        var writing = Task.WhenAll(Enumerable.Range(0, Clients).Select(c => WriteAsync(http, mode, c, stop.Token)));
        await AcceptedAsync(Before, writing);
        site.SignalPostmaster(signal);
        await AcceptedAsync(Before + After, writing);
        site.SignalPostmaster(signal);
        await AcceptedAsync(Before + After + After, writing);
        await stop.CancelAsync();
        var slowest = (await writing).Max();
        output.WriteLine($"{mode}: {_accepted.Count} accepted, the slowest after {slowest.TotalSeconds:0.00} s");
        slowest.ShouldBeGreaterThan(TimeSpan.FromMilliseconds(100), "no write met the restart: nothing was tested");

        foreach (var write in _accepted)
        {
            await Eventually.TrueAsync(
                async () => (string)(await http.GetFromJsonAsync<JsonNode>($"tasks/{write.Task}"))!["status"]! == "succeeded");
        }

        site.Server.Id.ShouldBe(process);
        await ShouldBeThereOnceInOrderAsync(mode);
    }

    // Not a live write: on a connection that this restart broke, such a call is refused and can be repeated.
    private static async Task CreateGraphAsync(HttpClient http, string graph) => await Eventually.TrueAsync(
        async () =>
        {
            using var answer = await http.PostAsJsonAsync("graph/create", new { graph_id = graph });
            return answer.StatusCode != HttpStatusCode.ServiceUnavailable && answer.EnsureSuccessStatusCode().IsSuccessStatusCode;
        });

    // A client that waits for each answer before its next write has its writes in the graph in that order.
    private async Task ShouldBeThereOnceInOrderAsync(string mode)
    {
        await using var database = NpgsqlDataSource.Create(await site.ConnectionStringAsync());
        await using var command = database.CreateCommand(
            """
            SELECT e.episode_uuid FROM orleans_batch.graph_episode e JOIN orleans_batch.graph g USING (graph_key)
            WHERE starts_with(g.graph_id, $1 || '-') ORDER BY e.graph_key, e.number
            """);
        command.Parameters.Add(new() { Value = mode });
        var stored = new List<Guid>();
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            stored.Add(row.GetGuid(0));
        }

        stored.Order().ShouldBe(_accepted.Select(a => a.Episode).Order());
        var place = stored.Index().ToDictionary(s => s.Item, s => s.Index);
        foreach (var writes in _accepted.GroupBy(a => (a.Client, a.Graph)))
        {
            writes.OrderBy(w => w.Order).Select(w => place[w.Episode]).ShouldBeInOrder();
        }
    }

    private async Task<TimeSpan> WriteAsync(HttpClient http, string mode, int client, CancellationToken stop)
    {
        var slowest = TimeSpan.Zero;
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            var graph = $"{mode}-{(client + i) % Graphs}";
            var begun = TimeProvider.System.GetTimestamp();
            using var answer = await http.PostAsJsonAsync(
                "graph", new { graph_id = graph, type = "text", data = $"write {i} of client {client}" }, CancellationToken.None);
            var took = TimeProvider.System.GetElapsedTime(begun);
            slowest = took > slowest ? took : slowest;
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync(CancellationToken.None));
            var episode = (await answer.Content.ReadFromJsonAsync<JsonNode>(CancellationToken.None))!;
            _accepted.Add(((Guid)episode["uuid"]!, (Guid)episode["task_id"]!, graph, client, i));
        }

        return slowest;
    }

    /// <summary>Waits for PostgreSQL up to the maximum: the time of a restart depends on the machine.</summary>
    public sealed class Site : CrashSite
    {
        public Site() => Configure(("Realtime__MaxWait", "00:00:50"));
    }

    // A failure of the writers fails this test.
    private async Task AcceptedAsync(int count, Task writing) => await Eventually.TrueAsync(
        async () =>
        {
            if (writing.IsFaulted)
            {
                await writing;
            }

            return _accepted.Count >= count;
        });
}
