using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>The HTTP API with one project's key: calls that callers make while a page is open.</summary>
public sealed class Api : IDisposable
{
    private readonly HttpClient _http;

    public Api(string url, string key)
    {
        _http = new HttpClient { BaseAddress = new Uri(url + "/api/v2/") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Api-Key", key);
    }

    public Task<JsonElement> CallAsync(HttpMethod method, string path, object? body = null) =>
        SendAsync(method, path, body is null ? null : JsonContent.Create(body));

    public Task<JsonElement> SendAsync(string path, HttpContent content) => SendAsync(HttpMethod.Post, path, content);

    /// <summary>Makes a call that the server refuses.</summary>
    public async Task RefusedAsync(string path)
    {
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), null);
        ((int)answer.StatusCode).ShouldBeInRange(400, 499, path);
    }

    private async Task<JsonElement> SendAsync(HttpMethod method, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        ((int)answer.StatusCode).ShouldBeLessThan((int)HttpStatusCode.MultipleChoices, $"{method} {path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public Task<JsonElement> PostAsync(string path, object? body = null) => CallAsync(HttpMethod.Post, path, body);

    public Task<JsonElement> GetAsync(string path) => CallAsync(HttpMethod.Get, path);

    public async Task CreateGraphsAsync(params string[] ids)
    {
        foreach (var id in ids)
        {
            await PostAsync("graph/create", new { graph_id = id });
        }
    }

    /// <returns>The batch's id.</returns>
    public async Task<string> DraftAsync(IEnumerable<object> items, object? metadata = null, string extraction = "deterministic")
    {
        var batch = (await PostAsync("batches", new { metadata, extraction })).GetProperty("batch_id").GetString()!;
        foreach (var part in items.Chunk(Limits.ItemsPerAdd))
        {
            await PostAsync($"batches/{batch}/items", new { items = part });
        }

        return batch;
    }

    public Task ProcessAsync(string batch) => PostAsync($"batches/{batch}/process");

    /// <summary>Waits until a batch has ended.</summary>
    /// <returns>Its status at the end.</returns>
    public async Task<string> EndOfAsync(string batch)
    {
        var summary = default(JsonElement);
        await Eventually.TrueAsync(
            async () => (summary = await GetAsync($"batches/{batch}")).TryGetProperty("completed_at", out _));
        return summary.GetProperty("status").GetString()!;
    }

    /// <summary>Creates a draft and processes it to its end.</summary>
    public async Task<string> BatchAsync(IEnumerable<object> items, object? metadata = null)
    {
        var batch = await DraftAsync(items, metadata);
        await ProcessAsync(batch);
        await EndOfAsync(batch);
        return batch;
    }

    /// <summary>The message of an item's error.</summary>
    public async Task<string> ErrorOfAsync(string batch, int sequence) =>
        (await GetAsync($"batches/{batch}/items?cursor={sequence}&limit=1")).GetProperty("items")[0].GetProperty("error")
            .GetProperty("message").GetString()!;

    public void Dispose() => _http.Dispose();
}
