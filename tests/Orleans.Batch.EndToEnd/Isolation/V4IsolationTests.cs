using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Isolation;

/// <summary>
/// Every call of version 4 that has a UUID in its path, as its OpenAPI document lists them: a UUID of another project is
/// answered as an unknown one.
/// </summary>
public sealed class V4IsolationTests(ITestOutputHelper output)
{
    private const string Root = "/api/v4/";

    // Calls take the fields they know, so that one body serves all.
    private static readonly object Body = new
    {
        query = "Zanzibar",
        name = "n",
        template = "%{edges}",
        data = "x",
        type = "text",
        entity_types = Array.Empty<object>(),
        edge_types = Array.Empty<object>(),
        messages = new[] { new { role = "user", content = "x" } },
        items = new[] { new { type = "graph_episode", graph_uuid = Guid.Empty, data = "x", data_type = "text" } },
    };

    [Fact]
    public async Task EveryAddress_OfAnotherProject_IsAnsweredAsUnknown()
    {
        using var data = new TemporaryDataDirectory();
        using var server = await RunningServer.ServeAsync(data);
        using var victim = new Tenant(server.Url, server.Key, "victim", "Zanzibar");
        await victim.FillAsync();
        var before = await victim.SnapshotAsync();
        using var prober = new HttpClient { BaseAddress = new Uri(server.Url + Root) };
        prober.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Api-Key " + await NewProjectAsync(data));
        var document = await prober.GetFromJsonAsync<JsonElement>("openapi.json");

        var calls = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject().Where(p => p.Name.Contains("_uuid}", StringComparison.Ordinal)))
        {
            foreach (var method in path.Value.EnumerateObject())
            {
                var known = await SendAsync(prober, method.Name, Fill(path.Name, victim));
                var unknown = await SendAsync(prober, method.Name, Fill(path.Name, victim: null));

                known.Status.ShouldBe(HttpStatusCode.NotFound, $"{method.Name} {path.Name}: {known.Body}");
                (known.Status, known.Code).ShouldBe((unknown.Status, unknown.Code), $"{method.Name} {path.Name}");
                known.Body.ShouldNotContain("victim-");
                calls++;
            }
        }

        output.WriteLine($"{calls} calls");
        calls.ShouldBeGreaterThan(40);
        await BodiesShouldNotReachAsync(prober, victim);
        (await victim.SnapshotAsync()).ShouldBe(before);
    }

    private static async Task BodiesShouldNotReachAsync(HttpClient prober, Tenant victim)
    {
        var (user, thread, graph) = (victim.Ids["user_uuid"], victim.Ids["thread_uuid"], victim.Ids["graph_uuid"]);
        (await prober.PostAsJsonAsync("threads", new { user_uuid = user })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ReadAsync(prober, $"threads?user_uuid={user}")).GetProperty("items").GetArrayLength().ShouldBe(0);
        (await ReadAsync(prober, "tasks")).GetProperty("items").GetArrayLength().ShouldBe(0);
        var lookup = await PostAsync(prober, "lookup", new
        {
            users = new[] { victim.Ids["user_id"] }, threads = new[] { victim.Ids["thread_id"] }, graphs = new[] { victim.Ids["graph_id"] },
        });
        lookup.GetProperty("items").EnumerateArray().ShouldAllBe(i => !i.GetProperty("found").GetBoolean());

        var batch = (await PostAsync(prober, "batches", new { })).GetProperty("uuid").GetString();
        var added = await PostAsync(prober, $"batches/{batch}/items", new
        {
            items = new object[]
            {
                new { type = "graph_episode", graph_uuid = graph, data = "x", data_type = "text" },
                new { type = "graph_episode", user_uuid = user, data = "x", data_type = "text" },
                new { type = "thread_message", thread_uuid = thread, content = "x", role = "user" },
            },
        });
        added.GetProperty("items").GetArrayLength().ShouldBe(0);
        added.GetProperty("rejected_items").GetArrayLength().ShouldBe(3);
    }

    private static string Fill(string path, Tenant? victim) => path[Root.Length..]
        .Replace("{document_id}", "document", StringComparison.Ordinal)
        .Replace("{user_uuid}", Uuid(victim, "user_uuid"), StringComparison.Ordinal)
        .Replace("{thread_uuid}", Uuid(victim, "thread_uuid"), StringComparison.Ordinal)
        .Replace("{graph_uuid}", Uuid(victim, "graph_uuid"), StringComparison.Ordinal)
        .Replace("{batch_uuid}", Uuid(victim, "batch_id"), StringComparison.Ordinal)
        .Replace("{task_uuid}", Uuid(victim, "task_id"), StringComparison.Ordinal)
        .Replace("{message_uuid}", Uuid(victim, "user_episode"), StringComparison.Ordinal)
        .Replace("{episode_uuid}", Uuid(victim, "user_episode"), StringComparison.Ordinal)
        .Replace("{node_uuid}", Uuid(victim, "node"), StringComparison.Ordinal)
        .Replace("{edge_uuid}", Uuid(victim, "edge"), StringComparison.Ordinal)
        .Replace("{template_uuid}", Guid.NewGuid().ToString(), StringComparison.Ordinal);

    private static string Uuid(Tenant? victim, string kind) => victim?.Ids[kind] ?? Guid.NewGuid().ToString();

    private static async Task<(HttpStatusCode Status, string? Code, string Body)> SendAsync(HttpClient prober, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), path);
        request.Content = method == "get" ? null : JsonContent.Create(Body);
        using var answer = await prober.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, body.Length == 0 ? null : JsonDocument.Parse(body).RootElement.GetProperty("error").GetProperty("code").GetString(), body);
    }

    private static async Task<JsonElement> ReadAsync(HttpClient prober, string path) => await prober.GetFromJsonAsync<JsonElement>(path);

    private static async Task<JsonElement> PostAsync(HttpClient prober, string path, object body)
    {
        using var answer = await prober.PostAsJsonAsync(path, body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<string> NewProjectAsync(TemporaryDataDirectory data)
    {
        await RunAsync(data, "projects", "create", "prober");
        return (await RunAsync(data, "keys", "create", "--project", "prober"))
            .Split('\n', StringSplitOptions.TrimEntries).Single(l => l.StartsWith("ob_", StringComparison.Ordinal));
    }

    private static async Task<string> RunAsync(TemporaryDataDirectory data, params string[] arguments)
    {
        var (code, text) = await ServerProcess.RunAsync([.. arguments, "--data-dir", data.Path]);
        code.ShouldBe(0, text);
        return text;
    }
}
