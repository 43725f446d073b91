using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Orleans.Batch.Benchmarks;

/// <summary>A webhook endpoint that exists until it is disposed.</summary>
internal sealed class Subscription : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly string _id;

    private Subscription(HttpClient http, string id)
    {
        _http = http;
        _id = id;
    }

    public static async Task<Subscription> CreateAsync(HttpClient http, string url, string eventName)
    {
        using var answer = await http.PostAsJsonAsync("webhooks/endpoints", new { url, events = new[] { eventName } });
        answer.EnsureSuccessStatusCode();
        return new Subscription(http, (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["endpoint_id"]!);
    }

    public async ValueTask DisposeAsync()
    {
        using var answer = await _http.DeleteAsync($"webhooks/endpoints/{_id}");
        answer.EnsureSuccessStatusCode();
    }
}
