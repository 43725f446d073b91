using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Npgsql;
using Orleans.Batch.TestKit.Models;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Models;

/// <summary>
/// A batch that a model extracts, on a server that is killed and an endpoint that fails in every way: the facts are exact, and few
/// requests are made. <c>BATCH_MODEL_THREADS</c> sets the number of threads, <c>BATCH_MODEL_RATE</c> the requests a minute.
/// </summary>
[Trait("Category", "Long")]
[Collection(Faults.FaultCollection.Name)]
public sealed class ModelLoadTests(ITestOutputHelper output) : IDisposable
{
    private const int TurnsOfThread = 50;
    private const int WindowsOfThread = 3;
    private const int Kills = 2;
    private const int ItemsPerCall = 500;

    private static readonly int Threads = Setting("BATCH_MODEL_THREADS", 60);
    private static readonly int Rate = Setting("BATCH_MODEL_RATE", 3_000);

    private static readonly StubBehavior[] AllFaults =
    [
        StubBehavior.ServerError, StubBehavior.RateLimited, StubBehavior.RateLimitedWithoutHint, StubBehavior.ClosedConnection,
        StubBehavior.ClosedInBody, StubBehavior.WebPage, StubBehavior.BrokenJson, StubBehavior.CutJson, StubBehavior.WrongSchema,
        StubBehavior.InventedQuotes, StubBehavior.Slow,
    ];

    private readonly TemporaryDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.2, Kills)]
    public async Task Load_FaultsAndKills_StatesEachFactOnceWithFewRequests(double faults, int kills)
    {
        await using var stub = await StubModelEndpoint.StartAsync(new StubSettings { KeepsBodies = false, RetryAfter = "0.5" });
        stub.Plan.Fail(seed: 5, faults, AllFaults);
        var server = await ServeAsync(stub, FreePorts.Next());
        try
        {
            using var http = server.NewClient();
            await CreateThreadsAsync(http, "first");
            var batch = await ProcessAsync(http, "first");
            var begun = Stopwatch.GetTimestamp();
            for (var kill = 1; kill <= kills; kill++)
            {
                await ExtractedAsync(http, batch, Threads * TurnsOfThread * kill / (kills + 2));
                await server.KillAsync();
                server.Dispose();
                server = await ServeAsync(stub, server.Port);
            }

            await ExtractedAsync(http, batch, Threads * TurnsOfThread);
            var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            var calls = stub.Chats.Count;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Threads * TurnsOfThread} items, {faults:P0} faults, {kills} kills: {calls} requests, {calls / (double)(Threads * TurnsOfThread):0.000} an item, {seconds:0.0} s, {calls / seconds * 60 / Rate:P1} of the rate"));
            var end = await EndOfAsync(http, batch);
            end["status"]!.ToString().ShouldBe("succeeded");
            (calls / (double)(Threads * TurnsOfThread)).ShouldBeLessThanOrEqualTo(faults == 0 ? 0.08 : 0.12);
            (await FactsAsync("first")).ShouldBe((Threads * TurnsOfThread, Threads * TurnsOfThread));

            // The same text is not asked for again for another user, but for windows that were halved: as a whole they have no answer.
            var halved = (int)end["model_run"]!["windows"]! - (Threads * WindowsOfThread);
            stub.Plan.Clear();
            await CreateThreadsAsync(http, "second");
            await EndOfAsync(http, await ProcessAsync(http, "second"));
            (stub.Chats.Count - calls).ShouldBeInRange(0, halved);
            (await FactsAsync("second")).ShouldBe((Threads * TurnsOfThread, Threads * TurnsOfThread));
        }
        finally
        {
            server.Dispose();
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var set) ? set : otherwise;

    private Task<RunningServer> ServeAsync(StubModelEndpoint stub, int port) => RunningServer.ServeAsync(
        _data,
        port,
        ("Models__Profiles__stub__Endpoint", stub.Address.ToString()),
        ("Models__Profiles__stub__Model", "stub"),
        ("Models__Profiles__stub__RequestsPerMinute", Rate.ToString(CultureInfo.InvariantCulture)),
        ("Models__Profiles__stub__ConcurrentRequests", "64"),
        ("Models__Profiles__stub__LiveShare", "0"),
        ("Models__Profiles__stub__Timeout", "00:00:10"));

    private static async Task CreateThreadsAsync(HttpClient http, string user)
    {
        await PostAsync(http, "users", new { user_id = user });
        for (var i = 0; i < Threads; i++)
        {
            await PostAsync(http, "threads", new { thread_id = $"{user} {i}", user_id = user });
        }
    }

    private static async Task<string> ProcessAsync(HttpClient http, string user)
    {
        var batch = (await PostAsync(http, "batches", new { extraction = "model" }))["batch_id"]!.ToString();
        var items =
            from turn in Enumerable.Range(0, TurnsOfThread)
            from thread in Enumerable.Range(0, Threads)
            select new
            {
                type = "thread_message",
                thread_id = $"{user} {thread}",
                role = "user",
                name = "Ada",
                content = $"FACT: Person {thread} {turn} | VISITED | Town {turn}",
                created_at = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(turn),
            };
        foreach (var part in items.Chunk(ItemsPerCall))
        {
            await PostAsync(http, $"batches/{batch}/items", new { items = part });
        }

        await PostAsync(http, $"batches/{batch}/process", new { });
        return batch;
    }

    private static async Task<JsonNode> EndOfAsync(HttpClient http, string batch)
    {
        JsonNode? seen = null;
        await Eventually.TrueAsync(
            async () => (seen = await GetAsync(http, batch))["status"]!.ToString() is not ("queued" or "processing"), TimeSpan.FromMinutes(10));
        return seen!;
    }

    private static Task ExtractedAsync(HttpClient http, string batch, int items) => Eventually.TrueAsync(
        async () => (int)(await GetAsync(http, batch))["progress"]!["extracted_items"]! >= items, TimeSpan.FromMinutes(10));

    private static async Task<JsonNode> GetAsync(HttpClient http, string batch) =>
        (await http.GetFromJsonAsync<JsonNode>(new Uri($"batches/{batch}", UriKind.Relative)))!;

    private static async Task<JsonNode> PostAsync(HttpClient http, string path, object body)
    {
        using var answer = await http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    /// <summary>How many facts a user's episodes state, and how many different ones.</summary>
    private async Task<(int All, int Different)> FactsAsync(string user)
    {
        await using var database = NpgsqlDataSource.Create(_data.ConnectionString());
        await using var command = database.CreateCommand(
            """
            SELECT count(*)::int, count(DISTINCT (s.name, f.name, t.name))::int
            FROM orleans_batch.memory_user u JOIN orleans_batch.graph_episode e USING (graph_key)
            JOIN (SELECT episode_uuid, source_node, name, target_node FROM orleans_batch.fact
                  UNION ALL SELECT episode_uuid, source_node, name, target_node FROM orleans_batch.fact_repeat) f USING (episode_uuid)
            JOIN orleans_batch.node s ON s.node_uuid = f.source_node JOIN orleans_batch.node t ON t.node_uuid = f.target_node
            WHERE u.user_id = $1
            """);
        command.Parameters.Add(new() { Value = user });
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return (row.GetInt32(0), row.GetInt32(1));
    }
}
