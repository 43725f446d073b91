using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Orleans.Batch.TestKit.Facts;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Memory;

/// <summary>
/// Records of 900 fields on a server with the heap of a container of 1 GiB: all of them are ingested with the right facts, in
/// bounded memory, and other projects are served meanwhile. <c>BATCH_HEAVY_RECORDS</c> sets their number.
/// </summary>
[Trait("Category", "Long")]
[Collection(Faults.FaultCollection.Name)]
public sealed class HeavyRecordsTests(ITestOutputHelper output) : IDisposable
{
    private const int Fields = 900;
    private const int Graphs = 50;
    private const int ItemsPerCall = 100;
    private const int MostResidentMegabytes = 600;

    // On a busy machine, where ten items alone take half a second, the wait beside heavy records is longer in proportion.
    private const int MostBesideOverAlone = 10;

    private static readonly TimeSpan MostBeside = TimeSpan.FromSeconds(5);

    private static readonly int Records =
        int.TryParse(Environment.GetEnvironmentVariable("BATCH_HEAVY_RECORDS"), CultureInfo.InvariantCulture, out var set) ? set : 600;

    private readonly TemporaryDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Records_OfMoreFactsThanFitInMemoryAtOnce_AllGetInWhileOthersAreServed()
    {
        using var server = await RunningServer.ServeAsync(_data, ("DOTNET_GCHeapHardLimit", "0x30000000"));
        using var heavy = new Client(server);
        using var other = new Client(server, await NewProjectAsync());
        for (var i = 0; i < Graphs; i++)
        {
            await heavy.CreateGraphAsync(GraphId(i));
        }

        await other.CreateGraphAsync("few");
        await other.RunAsync(Few()); // warms up the compiler
        var alone = new List<TimeSpan>();
        for (var i = 0; i < 10; i++)
        {
            alone.Add(await other.TimeAsync(Few()));
        }

        var batch = await heavy.FillAsync(Enumerable.Range(0, Records).Select(Record));
        var begun = Stopwatch.GetTimestamp();
        await heavy.ProcessAsync(batch);

        var beside = new List<TimeSpan>();
        JsonNode end;
        do
        {
            beside.Add(await other.TimeAsync(Few()));
            end = await heavy.SummaryAsync(batch);
        }
        while (Client.IsRunning(end) && Stopwatch.GetElapsedTime(begun) < Eventually.MaxWait * (1 + (Records / 1_000)));

        var resident = PeakMegabytes(server.Id);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Records} records: {Stopwatch.GetElapsedTime(begun).TotalSeconds:N1} s, peak {resident:N0} MB resident; ten items beside them {beside.Average(b => b.TotalMilliseconds):N0} ms on average, {beside.Max().TotalMilliseconds:N0} at most (n={beside.Count})"));
        ((string)end["status"]!, (int)end["progress"]!["succeeded_items"]!).ShouldBe(("succeeded", Records), end.ToJsonString());
        beside.Max().ShouldBeLessThan(TimeSpan.FromTicks(Math.Max(MostBeside.Ticks, MostBesideOverAlone * alone.Max().Ticks)));
        resident.ShouldBeLessThan(MostResidentMegabytes);
        var (wrong, facts) = await GraphFactsCheck.RunAsync(_data.ConnectionString(), "heavy-");
        wrong.ShouldBeEmpty();
        facts.ShouldBeGreaterThan(Records * Fields / 2);
    }

    private static string GraphId(int graph) => string.Create(CultureInfo.InvariantCulture, $"heavy-{graph}");

    // Half of them go to one graph, out of the order of their dates, about subjects of other records.
    private static object Record(int i) => new
    {
        type = "graph_episode",
        graph_id = GraphId(i % 2 == 0 ? 0 : i % Graphs),
        data = $$"""{"id":"r-{{i % 60}}",{{string.Join(',', Enumerable.Range(0, Fields).Select(f => $"\"k{f:x}\":{(i + f) % 999}"))}}}""",
        data_type = "json",
        created_at = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i * 7 % Records),
    };

    private static IEnumerable<object> Few() => Enumerable.Range(0, 10).Select(i => new
    {
        type = "graph_episode", graph_id = "few", data = $"Anna works at Acme {i}.", data_type = "text",
    });

    private async Task<string> NewProjectAsync()
    {
        await RunAsync("projects", "create", "other");
        var printed = await RunAsync("keys", "create", "--project", "other");
        return printed.Split('\n', StringSplitOptions.TrimEntries).Single(l => l.StartsWith("ob_", StringComparison.Ordinal));
    }

    private async Task<string> RunAsync(params string[] arguments)
    {
        var (code, printed) = await ServerProcess.RunAsync([.. arguments, "--data-dir", _data.Path]);
        code.ShouldBe(0, printed);
        return printed;
    }

    private static double PeakMegabytes(int process) => File.ReadLines($"/proc/{process}/status")
        .Where(l => l.StartsWith("VmHWM:", StringComparison.Ordinal))
        .Select(l => double.Parse(l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024)
        .Single();

    private sealed class Client : IDisposable
    {
        private readonly HttpClient _http;

        public Client(RunningServer server, string? key = null)
        {
            _http = server.NewClient();
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Api-Key", key ?? server.Key);
        }

        public static bool IsRunning(JsonNode batch) => (string)batch["status"]! is "queued" or "processing";

        public async Task CreateGraphAsync(string id) => await PostAsync("graph/create", new { graph_id = id });

        public async Task<string> FillAsync(IEnumerable<object> items)
        {
            var batch = (string)(await PostAsync("batches", new { extraction = "deterministic" }))["batch_id"]!;
            foreach (var part in items.Chunk(ItemsPerCall))
            {
                await PostAsync($"batches/{batch}/items", new { items = part });
            }

            return batch;
        }

        public async Task ProcessAsync(string batch) => await PostAsync($"batches/{batch}/process", new { });

        public async Task<JsonNode> SummaryAsync(string batch) => (await _http.GetFromJsonAsync<JsonNode>($"batches/{batch}"))!;

        public async Task<TimeSpan> TimeAsync(IEnumerable<object> items)
        {
            var begun = Stopwatch.GetTimestamp();
            await RunAsync(items);
            return Stopwatch.GetElapsedTime(begun);
        }

        public async Task RunAsync(IEnumerable<object> items)
        {
            var batch = await FillAsync(items);
            await ProcessAsync(batch);
            JsonNode summary;
            while (IsRunning(summary = await SummaryAsync(batch)))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }

            ((string)summary["status"]!).ShouldBe("succeeded");
        }

        public void Dispose() => _http.Dispose();

        private async Task<JsonNode> PostAsync(string path, object body)
        {
            using var answer = await _http.PostAsJsonAsync(path, body);
            var text = await answer.Content.ReadAsStringAsync();
            answer.IsSuccessStatusCode.ShouldBeTrue(text);
            return JsonNode.Parse(text)!;
        }
    }
}
