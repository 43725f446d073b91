using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Operations;

/// <summary>The operator's calls over plain HTTP, against the real server.</summary>
[Trait("Category", "Long")]
public sealed class OperatorCallsTests(ITestOutputHelper output)
{
    [Fact]
    public async Task RepairAndRetry_AnItemThatFailed_EndsWell()
    {
        using var data = new TemporaryDataDirectory();
        using var server = await RunningServer.ServeAsync(data);
        using var http = server.NewClient();
        await CallAsync(http, HttpMethod.Post, "graph/create", 201, new { graph_id = "g" });
        var batch = await DraftAsync(http, [Item("{}"), Item("{")]);
        var looked = await CallAsync(http, HttpMethod.Post, $"batches/{batch}/validate", 200);
        (looked.GetProperty("valid").GetBoolean(), looked.GetProperty("errors")[0].GetProperty("index").GetInt32()).ShouldBe((false, 1));
        (await CallAsync(http, HttpMethod.Post, $"batches/{batch}/cancel", 409)).GetProperty("message").GetString()!.ShouldContain("delete it");
        await CallAsync(http, HttpMethod.Post, $"batches/{batch}/process", 200);
        (await EndOfAsync(http, batch)).GetProperty("status").GetString().ShouldBe("partial");
        (await CallAsync(http, HttpMethod.Post, $"batches/{batch}/pause", 409)).GetProperty("code").GetString().ShouldBe("already_ended");

        var retry = (await CallAsync(http, HttpMethod.Post, $"batches/{batch}/retry", 201, new { process = false }))
            .GetProperty("batch_id").GetString()!;
        var item = (await CallAsync(http, HttpMethod.Get, $"batches/{retry}/items", 200)).GetProperty("items")[0];
        var path = $"batches/{retry}/items/{item.GetProperty("item_id").GetString()}";
        (await CallAsync(http, HttpMethod.Patch, path, 400, new { data = 5 })).GetProperty("errors")[0].GetProperty("field").GetString()
            .ShouldBe("data");
        (await CallAsync(http, HttpMethod.Patch, path, 200, new { data = "[]" })).GetProperty("data").GetString().ShouldBe("[]");
        (await CallAsync(http, HttpMethod.Get, path, 200)).GetProperty("data").GetString().ShouldBe("[]");
        await CallAsync(http, HttpMethod.Post, $"batches/{retry}/process", 200);

        (await EndOfAsync(http, retry)).GetProperty("status").GetString().ShouldBe("succeeded");
        (await CallAsync(http, HttpMethod.Get, $"batches/{batch}/items?status=failed", 200)).GetProperty("items")[0]
            .GetProperty("retried_in").GetString().ShouldBe(retry);
        (await CallAsync(http, HttpMethod.Post, $"batches/{batch}/retry", 400)).GetProperty("code").GetString().ShouldBe("nothing_to_retry");
    }

    [Fact]
    public async Task PauseCancelRetry_FiftyThousandItems_AreQuick()
    {
        using var data = new TemporaryDataDirectory();
        using var server = await RunningServer.ServeAsync(data);
        using var http = server.NewClient();
        await CallAsync(http, HttpMethod.Post, "graph/create", 201, new { graph_id = "g" });
        var batch = await DraftAsync(http, Enumerable.Range(0, 50_000).Select(_ => Item("{}")));

        await TimedAsync("validate", () => CallAsync(http, HttpMethod.Post, $"batches/{batch}/validate", 200));
        await TimedAsync("process", () => CallAsync(http, HttpMethod.Post, $"batches/{batch}/process", 200));
        await TimedAsync("pause", () => CallAsync(http, HttpMethod.Post, $"batches/{batch}/pause", 200));
        await TimedAsync("cancel", () => CallAsync(http, HttpMethod.Post, $"batches/{batch}/cancel", 202));
        var end = await TimedAsync("until it has ended", () => EndOfAsync(http, batch));
        var retry = await TimedAsync("retry", () => CallAsync(http, HttpMethod.Post, $"batches/{batch}/retry", 201));
        var retried = await TimedAsync("until that has ended", () => EndOfAsync(http, retry.GetProperty("batch_id").GetString()!));

        var progress = end.GetProperty("progress");
        output.WriteLine($"{progress}");
        end.GetProperty("status").GetString().ShouldBe("canceled");
        (progress.GetProperty("succeeded_items").GetInt32() + progress.GetProperty("canceled_items").GetInt32()).ShouldBe(50_000);
        retried.GetProperty("progress").GetProperty("succeeded_items").GetInt32().ShouldBe(progress.GetProperty("canceled_items").GetInt32());
    }

    private static object Item(string json) =>
        new { type = "graph_episode", graph_id = "g", data_type = "json", data = json, created_at = "2024-03-01T09:00:00Z" };

    private static async Task<string> DraftAsync(HttpClient http, IEnumerable<object> items)
    {
        var batch = (await CallAsync(http, HttpMethod.Post, "batches", 200, new { })).GetProperty("batch_id").GetString()!;
        foreach (var part in items.Chunk(Limits.ItemsPerAdd))
        {
            await CallAsync(http, HttpMethod.Post, $"batches/{batch}/items", 200, new { items = part });
        }

        return batch;
    }

    private static async Task<JsonElement> EndOfAsync(HttpClient http, string batch)
    {
        var summary = default(JsonElement);
        await Eventually.TrueAsync(
            async () =>
            {
                summary = await CallAsync(http, HttpMethod.Get, $"batches/{batch}", 200);
                return summary.TryGetProperty("completed_at", out _);
            });
        return summary;
    }

    private async Task<JsonElement> TimedAsync(string what, Func<Task<JsonElement>> call)
    {
        var begun = Stopwatch.GetTimestamp();
        var answer = await call();
        output.WriteLine($"{what}: {Stopwatch.GetElapsedTime(begun).TotalMilliseconds:F0} ms");
        return answer;
    }

    private static async Task<JsonElement> CallAsync(HttpClient http, HttpMethod method, string path, int status, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe((HttpStatusCode)status, $"{method} {path}: {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
