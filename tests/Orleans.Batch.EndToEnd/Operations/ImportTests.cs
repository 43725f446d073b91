using System.Net.Http.Json;
using System.Text.Json;
using Orleans.Batch.EndToEnd.Webhooks;
using Orleans.Batch.TestKit.Webhooks;

namespace Orleans.Batch.EndToEnd.Operations;

/// <summary>An import through a real server: batches, pausing, a retry, the end, and its message to a receiver.</summary>
public sealed class ImportTests
{
    [Fact]
    public async Task AnImport_FromItsFirstBatchToItsMessage()
    {
        using var data = new TemporaryDataDirectory();
        await using var receiver = await LoopbackReceiver.StartAsync();
        using var server = await RunningServer.ServeAsync(data, WebhookApi.Allow(receiver.Port));
        using var http = server.NewClient();
        await PostAsync(http, "webhooks/endpoints", new { url = receiver.Url, events = new[] { "ingest.import.completed" } });
        await PostAsync(http, "graph/create", new { graph_id = "g" });
        var import = (await PostAsync(http, "imports", new { name = "chat.jsonl", source = "sha", expected_items = 4 })).GetProperty("import_id").GetGuid();

        await ProcessAsync(http, await DraftAsync(http, import, "one", "two"));
        await PostAsync(http, $"imports/{import}/pause");
        await ProcessAsync(http, await DraftAsync(http, import, "{", "three"));
        var held = await GetAsync(http, import);
        held.GetProperty("parts").GetProperty("total").GetInt32().ShouldBe(2);
        (await http.GetFromJsonAsync<JsonElement>($"batches?import_id={import}")).GetProperty("batches").GetArrayLength().ShouldBe(2);
        held.TryGetProperty("eta_seconds", out _).ShouldBeFalse("it is paused");
        await PostAsync(http, $"imports/{import}/resume");
        (await PostAsync(http, $"imports/{import}/close")).TryGetProperty("closed_at", out _).ShouldBeTrue();
        using var late = await http.PostAsJsonAsync("batches", new { import_id = import });
        ((int)late.StatusCode, (await late.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()).ShouldBe((409, "import_closed"));

        var end = await EndAsync(http, import);
        end.GetProperty("status").GetString().ShouldBe("partial");
        var progress = end.GetProperty("progress");
        (progress.GetProperty("total_items").GetInt64(), progress.GetProperty("succeeded_items").GetInt64(), progress.GetProperty("failed_items").GetInt64())
            .ShouldBe((4, 3, 1));
        progress.GetProperty("percent_complete").GetDouble().ShouldBe(100);

        await PostAsync(http, $"imports/{import}/retry");
        var retried = await EndAsync(http, import);
        (retried.GetProperty("parts").GetProperty("total").GetInt32(), retried.GetProperty("progress").GetProperty("total_items").GetInt64()).ShouldBe((3, 4));
        await Eventually.TrueAsync(() => Task.FromResult(receiver.Messages.Count > 0));
        var message = receiver.Messages.Single().Body;
        message.GetProperty("event_name").GetString().ShouldBe("ingest.import.completed");
        (message.GetProperty("import_id").GetGuid(), message.GetProperty("status").GetString()).ShouldBe((import, "partial"));
        (message.GetProperty("batches").GetInt32(), message.GetProperty("failed_items").GetInt32()).ShouldBe((2, 1));
    }

    private static async Task<Guid> DraftAsync(HttpClient http, Guid import, params string[] texts)
    {
        var batch = (await PostAsync(http, "batches", new { import_id = import })).GetProperty("batch_id").GetGuid();
        await PostAsync(http, $"batches/{batch}/items", new
        {
            items = texts.Select(t => new { type = "graph_episode", graph_id = "g", data_type = t == "{" ? "json" : "text", data = t }),
        });
        return batch;
    }

    private static Task<JsonElement> ProcessAsync(HttpClient http, Guid batch) => PostAsync(http, $"batches/{batch}/process");

    private static Task<JsonElement> GetAsync(HttpClient http, Guid import) => http.GetFromJsonAsync<JsonElement>($"imports/{import}");

    private static async Task<JsonElement> EndAsync(HttpClient http, Guid import)
    {
        var seen = default(JsonElement);
        await Eventually.TrueAsync(async () => (seen = await GetAsync(http, import)).TryGetProperty("completed_at", out _));
        return seen;
    }

    private static async Task<JsonElement> PostAsync(HttpClient http, string path, object? body = null)
    {
        using var answer = await http.PostAsJsonAsync(path, body ?? new { });
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {answer.StatusCode} {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
