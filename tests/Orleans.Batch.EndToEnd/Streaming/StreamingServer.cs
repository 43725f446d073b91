using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.EndToEnd.Streaming;

/// <summary>A real server on its own database, and the queries of these tests.</summary>
public sealed class StreamingServer : IAsyncLifetime, IDisposable
{
    private readonly TemporaryDataDirectory _data = new();

    public TestDatabase Database { get; } = new();

    public RunningServer Server { get; private set; } = null!;

    public HttpClient Api { get; private set; } = null!;

    /// <summary>The directory of waiting streams.</summary>
    public string SpoolDirectory => _data.In("spool");

    public async Task InitializeAsync()
    {
        await Database.InitializeAsync();
        await ServeAsync();
        (await PostAsync("graph/create", """{"graph_id":"g"}""")).Status.ShouldBe(HttpStatusCode.Created);
    }

    /// <summary>Starts the server, also after it was killed.</summary>
    public async Task ServeAsync()
    {
        Server = await RunningServer.ServeAsync(
            _data, ("ConnectionStrings__Batch", Database.ConnectionString), ("Batch__MaxItemsPerBatch", "200000"));
        Api = Server.NewClient();
        Api.Timeout = TimeSpan.FromMinutes(2);
    }

    public async Task<string> NewBatchAsync() => (string)(await PostAsync("batches", "{}")).Json["batch_id"]!;

    public Task<Answer> PostAsync(string path, string? json) =>
        SendAsync(path, json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"));

    public Task<Answer> UploadAsync(string batch, string lines, string? key = null) =>
        UploadAsync(batch, new ByteArrayContent(Encoding.UTF8.GetBytes(lines)), key);

    public Task<Answer> UploadAsync(string batch, HttpContent lines, string? key = null)
    {
        lines.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        return SendAsync($"batches/{batch}/items", lines, key);
    }

    public async Task<string> ExportAsync(string batch, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"batches/{batch}/items{query}");
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        using var answer = await Api.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-ndjson");
        return await answer.Content.ReadAsStringAsync();
    }

    public async Task<JsonNode> SummaryAsync(string batch) => JsonNode.Parse(await Api.GetStringAsync($"batches/{batch}"))!;

    public async Task<JsonNode> RunAsync(string batch)
    {
        (await PostAsync($"batches/{batch}/process", null)).Status.ShouldBe(HttpStatusCode.OK);
        JsonNode summary = null!;
        await Eventually.TrueAsync(
            async () => (string)(summary = await SummaryAsync(batch))["status"]! is not ("queued" or "processing"));
        return summary;
    }

    /// <summary>The number of rows that belong to items, of any batch or of none.</summary>
    public async Task<(long Items, long Payloads)> CountsAsync() => (
        await Database.ScalarAsync<long>("SELECT count(*) FROM batch_item"),
        await Database.ScalarAsync<long>("SELECT count(*) FROM episode_data"));

    /// <summary>Waiting streams on disk: files without a name, which the system deletes with the process.</summary>
    public int SpooledFiles() => Directory.EnumerateFileSystemEntries($"/proc/{Server.Id}/fd")
        .Count(f => new FileInfo(f).LinkTarget is { } target && target.EndsWith(".spool (deleted)", StringComparison.Ordinal));

    public static string Line(int number, string graph = "g") =>
        $$"""{"type":"graph_episode","graph_id":"{{graph}}","data":"item {{number}}","data_type":"text"}""" + "\n";

    public static string Lines(int count) => string.Concat(Enumerable.Range(0, count).Select(i => Line(i)));

    public async Task DisposeAsync()
    {
        await Server.StopAsync();
        await Database.DisposeAsync();
    }

    public void Dispose()
    {
        Api.Dispose();
        Server.Dispose();
        _data.Dispose();
    }

    private async Task<Answer> SendAsync(string path, HttpContent? content, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await Api.SendAsync(request);
        return new Answer(
            answer.StatusCode,
            JsonNode.Parse(await answer.Content.ReadAsStringAsync())!,
            answer.Headers.Contains("Idempotent-Replayed"));
    }

    public sealed record Answer(HttpStatusCode Status, JsonNode Json, bool Replayed)
    {
        public (int Accepted, int First, int Last) Range =>
            ((int)Json["accepted"]!, (int)Json["first_sequence_index"]!, (int)Json["last_sequence_index"]!);
    }
}
