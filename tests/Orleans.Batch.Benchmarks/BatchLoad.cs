using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.Batch.Benchmarks;

/// <summary>Loads batches over HTTP as any client does: prepared bodies, four callers, 500 items a call.</summary>
internal sealed class BatchLoad(HttpClient http)
{
    public const int ItemsPerCall = Limits.ItemsPerAdd;
    private const int Callers = 4;

    private static int _batches;

    /// <summary>Creates this number of graphs, once.</summary>
    public async Task CreateGraphsAsync(int graphs) =>
        await Parallel.ForAsync(0, graphs, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, stop) =>
        {
            using var answer = await http.PostAsJsonAsync("graph/create", new { graph_id = GraphId(graphs, i) }, stop);
            answer.EnsureSuccessStatusCode();
        });

    /// <summary>Runs one batch from its creation to its terminal status.</summary>
    /// <param name="items">The number of items.</param>
    /// <param name="graphs">The number of graphs.</param>
    /// <param name="payload">The content of the items; the default is episodes.</param>
    /// <param name="beforeProcess">Called with the batch's id when all items are added.</param>
    /// <param name="poll">Milliseconds between two polls of a large batch.</param>
    public async Task<BatchTimes> RunAsync(
        int items, int graphs, Payload? payload = null, Func<string, Task>? beforeProcess = null, int poll = 5)
    {
        var (batch, add) = await FillAsync(items, graphs, payload ?? Payload.Episodes);
        if (beforeProcess is not null)
        {
            await beforeProcess(batch);
        }

        var begun = Stopwatch.GetTimestamp();
        await ProcessAsync(batch);
        var process = Stopwatch.GetElapsedTime(begun);
        TimeSpan? first = null;
        while (true)
        {
            var summary = (await http.GetFromJsonAsync<JsonNode>($"batches/{batch}"))!;
            if ((int)summary["progress"]!["succeeded_items"]! > 0)
            {
                first ??= Stopwatch.GetElapsedTime(begun);
            }

            switch ((string)summary["status"]!)
            {
                case "queued" or "processing":
                    await Task.Delay(items > 1_000 ? poll : 1);
                    continue;
                case "succeeded":
                    return new BatchTimes(items, add, process, Stopwatch.GetElapsedTime(begun), first!.Value);
                case var other:
                    throw new InvalidOperationException($"batch {batch} ended {other}: {summary}");
            }
        }
    }

    /// <summary>Creates a batch and leaves it a draft.</summary>
    /// <returns>Its id, and the time of all add calls.</returns>
    public async Task<(string Batch, TimeSpan Add)> FillAsync(int items, int graphs, Payload payload)
    {
        var batch = await CreateBatchAsync(payload.Extraction);
        var bodies = Bodies(items, graphs, payload);
        var begun = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (body, stop) =>
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var answer = await http.PostAsync($"batches/{batch}/items", content, stop);
            answer.EnsureSuccessStatusCode();
            await answer.Content.CopyToAsync(Stream.Null, stop);
        });
        return (batch, Stopwatch.GetElapsedTime(begun));
    }

    /// <summary>Starts a draft.</summary>
    public async Task ProcessAsync(string batch)
    {
        using var answer = await http.PostAsync($"batches/{batch}/process", null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Whether a batch has ended.</summary>
    public async Task<bool> HasEndedAsync(string batch) =>
        (string)(await http.GetFromJsonAsync<JsonNode>($"batches/{batch}"))!["status"]! is not ("queued" or "processing");

    /// <summary>The current state of a batch.</summary>
    public Task<JsonNode?> SummaryAsync(string batch) => http.GetFromJsonAsync<JsonNode>($"batches/{batch}");

    private async Task<string> CreateBatchAsync(string extraction)
    {
        using var answer = await http.PostAsJsonAsync("batches", new { extraction });
        answer.EnsureSuccessStatusCode();
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["batch_id"]!;
    }

    private static List<byte[]> Bodies(int items, int graphs, Payload payload)
    {
        // Each batch has a later date, so that its facts are newer than those of earlier batches.
        var day = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(Interlocked.Increment(ref _batches));
        var bodies = new List<byte[]>();
        for (var from = 0; from < items; from += ItemsPerCall)
        {
            var body = new StringBuilder("""{"items":[""");
            for (var i = from; i < Math.Min(items, from + ItemsPerCall); i++)
            {
                body.Append(i > from ? "," : "").Append(CultureInfo.InvariantCulture,
                    $$"""{"type":"graph_episode","graph_id":"{{GraphId(graphs, i % graphs)}}","data":{{JsonSerializer.Serialize(payload.Data(i))}},"data_type":"{{payload.DataType}}","created_at":"{{day.AddSeconds(i):O}}"}""");
            }

            bodies.Add(Encoding.UTF8.GetBytes(body.Append("]}").ToString()));
        }

        return bodies;
    }

    private static string GraphId(int graphs, int i) => string.Create(CultureInfo.InvariantCulture, $"of-{graphs}-{i}");
}

/// <summary>The times of one batch.</summary>
/// <param name="Items">The number of its items.</param>
/// <param name="Add">All add calls.</param>
/// <param name="Process">The time until process was answered.</param>
/// <param name="Through">From the process call to the terminal status, seen over HTTP.</param>
/// <param name="FirstItem">From the process call to the first succeeded item, seen over HTTP.</param>
internal sealed record BatchTimes(int Items, TimeSpan Add, TimeSpan Process, TimeSpan Through, TimeSpan FirstItem)
{
    public double AddRate => Items / Add.TotalSeconds;

    public double ThroughRate => Items / Through.TotalSeconds;
}
