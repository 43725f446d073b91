using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Orleans.Batch.EndToEnd.Webhooks;

/// <summary>The calls that tests of webhooks make, over HTTP.</summary>
internal sealed class WebhookApi(RunningServer server) : IDisposable
{
    private readonly HttpClient _http = server.NewClient();

    /// <summary>The setting that permits receivers on this machine.</summary>
    public static (string Name, string? Value)[] Allow(int port, string network = "127.0.0.0/8") =>
    [
        ("Webhooks__Allow__0__Network", network),
        ("Webhooks__Allow__0__Port", port.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>Registers an endpoint for ended batches.</summary>
    public async Task<(string Id, string Secret)> CreateEndpointAsync(string url)
    {
        var made = await PostAsync("webhooks/endpoints", new { url, events = new[] { "ingest.batch.completed" } });
        return (made.GetProperty("endpoint_id").GetString()!, made.GetProperty("secret").GetString()!);
    }

    /// <returns>The new secret.</returns>
    public async Task<string> RotateAsync(string endpoint, int overlapSeconds) =>
        (await PostAsync($"webhooks/endpoints/{endpoint}/rotate-secret", new { overlap_seconds = overlapSeconds }))
            .GetProperty("secret").GetString()!;

    /// <returns>The test message's id.</returns>
    public async Task<Guid> TestAsync(string endpoint) =>
        (await PostAsync($"webhooks/endpoints/{endpoint}/test", new { })).GetProperty("message_id").GetGuid();

    public Task CreateGraphAsync(string id) => PostAsync("graph/create", new { graph_id = id });

    /// <summary>A draft of one item.</summary>
    public async Task<Guid> DraftAsync(string graph)
    {
        var batch = (await PostAsync("batches", new { })).GetProperty("batch_id").GetGuid();
        await PostAsync(
            $"batches/{batch}/items",
            new { items = new[] { new { type = "graph_episode", graph_id = graph, data_type = "text", data = "entry" } } });
        return batch;
    }

    public async Task ProcessAsync(Guid batch) => await PostAsync($"batches/{batch}/process", new { });

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(path, body);
        var said = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {answer.StatusCode} {said}");
        return JsonSerializer.Deserialize<JsonElement>(said);
    }
}
