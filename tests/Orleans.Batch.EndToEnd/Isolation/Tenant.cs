using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Orleans.Batch.EndToEnd.Isolation;

/// <summary>A project with one object of each kind that has an id, created over the API.</summary>
internal sealed class Tenant : IDisposable
{
    private readonly string _name;
    private readonly string _word;

    /// <param name="url">The server's URL.</param>
    /// <param name="key">The project's key.</param>
    /// <param name="name">The prefix of the ids that this caller chooses.</param>
    /// <param name="word">A word in everything that this project stores.</param>
    public Tenant(string url, string key, string name, string word)
    {
        _name = name;
        _word = word;
        Http = new HttpClient
        {
            BaseAddress = new Uri(url + "/api/"),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Api-Key", key) },
        };
    }

    public HttpClient Http { get; }

    /// <summary>A word in everything that this project stores.</summary>
    public string Word => _word;

    /// <summary>Ids by kind: graph_id, user_id, thread_id, document_id, batch_id, draft_id, item_id, node, edge …</summary>
    public Dictionary<string, string> Ids { get; } = [];

    /// <summary>The ids that callers choose.</summary>
    public IEnumerable<string> Names => Ids.Values.Where(v => !Guid.TryParse(v, out _));

    /// <summary>The ids that the server assigns.</summary>
    public IEnumerable<string> Uuids => Ids.Values.Where(v => Guid.TryParse(v, out _));

    /// <summary>The ids of the batch's results: items, episodes, nodes and edges.</summary>
    public IEnumerable<string> Contents => ((string[])["item_id", "node", "target", "edge", "user_episode", "user_node", "user_edge"]).Select(k => Ids[k]);

    /// <summary>Creates everything, and waits until it is processed.</summary>
    public async Task FillAsync()
    {
        foreach (var kind in (string[])["graph_id", "user_id", "thread_id", "document_id", "template_id"])
        {
            Ids[kind] = $"{_name}-{kind}";
        }

        var graph = await CallAsync("graph/create", new { graph_id = Ids["graph_id"] });
        var user = await CallAsync("users", new { user_id = Ids["user_id"], first_name = _word });
        var thread = await CallAsync("threads", new { thread_id = Ids["thread_id"], user_id = Ids["user_id"] });
        var template = await CallAsync("context-templates", new { template_id = Ids["template_id"], template = $"{_word} %{{edges}}" });
        Ids["template_uuid"] = template.GetProperty("uuid").GetString()!;
        Ids["graph_uuid"] = graph.GetProperty("uuid").GetString()!;
        Ids["user_uuid"] = user.GetProperty("uuid").GetString()!;
        Ids["thread_uuid"] = thread.GetProperty("uuid").GetString()!;
        Ids["endpoint_id"] = (await CallAsync("webhooks/endpoints", new { url = "https://8.8.8.8/hook", status = "disabled" }))
            .GetProperty("endpoint_id").GetString()!;

        Ids["draft_id"] = await DraftAsync();
        Ids["draft_item_id"] = await FirstItemAsync(Ids["draft_id"]);
        Ids["import_id"] = (await CallAsync("imports", new { name = $"Import {_word}" })).GetProperty("import_id").GetString()!;
        Ids["batch_id"] = await DraftAsync(Ids["import_id"]);
        Ids["item_id"] = await FirstItemAsync(Ids["batch_id"]);
        await CallAsync($"batches/{Ids["batch_id"]}/process");
        await Eventually.TrueAsync(async () =>
            (await GetAsync($"batches/{Ids["batch_id"]}")).GetProperty("status").GetString() == "partial");

        var live = await CallAsync("graph", new { graph_id = Ids["graph_id"], type = "text", data = $"Live {_word} works at Initech." });
        Ids["live_episode"] = live.GetProperty("uuid").GetString()!;
        Ids["task_id"] = live.GetProperty("task_id").GetString()!;
        await Eventually.TrueAsync(async () =>
            (await GetAsync($"graph/episodes/{Ids["live_episode"]}")).GetProperty("processed").GetBoolean());

        AddContents("", (await CallAsync($"graph/edge/graph/{Ids["graph_id"]}", new { }))[0]);
        AddContents("user_", (await CallAsync($"graph/edge/user/{Ids["user_id"]}", new { }))[0]);
    }

    /// <summary>Everything that can be listed, as text.</summary>
    public async Task<string> SnapshotAsync()
    {
        string[] paths =
        [
            "batches", "imports", $"batches/{Ids["batch_id"]}/items", $"batches/{Ids["draft_id"]}/items", "users-ordered", "threads", "graph/list-all",
            $"graph/episodes/graph/{Ids["graph_id"]}?lastn=100", $"graph/episodes/user/{Ids["user_id"]}?lastn=100",
            $"threads/{Ids["thread_id"]}/messages", "webhooks/endpoints", "entity-types", "context-templates",
        ];
        var answers = new List<string>();
        foreach (var path in paths)
        {
            answers.Add((await GetAsync(path)).GetRawText());
        }

        foreach (var kind in (string[])["node", "edge"])
        {
            answers.Add((await CallAsync($"graph/{kind}/graph/{Ids["graph_id"]}", new { })).GetRawText());
            answers.Add((await CallAsync($"graph/{kind}/user/{Ids["user_id"]}", new { })).GetRawText());
        }

        return string.Join('\n', answers);
    }

    public void Dispose() => Http.Dispose();

    private void AddContents(string prefix, JsonElement edge)
    {
        Ids[prefix + "edge"] = edge.GetProperty("uuid").GetString()!;
        Ids[prefix + "node"] = edge.GetProperty("source_node_uuid").GetString()!;
        Ids[prefix + "target"] = edge.GetProperty("target_node_uuid").GetString()!;
        Ids[prefix + "episode"] = edge.GetProperty("episodes")[0].GetString()!;
    }

    private async Task<string> DraftAsync(string? import_id = null)
    {
        var batch = (await CallAsync("batches", new { import_id })).GetProperty("batch_id").GetString()!;
        var (graph_id, thread_id, document_id) = (Ids["graph_id"], Ids["thread_id"], Ids["document_id"]);
        var record_id = Ids["record_id"] = $"{_name}-record-{Ids.Count}";
        await CallAsync($"batches/{batch}/items", new
        {
            items = new object[]
            {
                new { type = "graph_episode", graph_id, document_id, record_id, data_type = "text", data = $"Avery {_word} works at Globex." },
                new { type = "graph_episode", graph_id, data_type = "text", data = $"Blake {_word} lives in Springfield." },
                new { type = "thread_message", thread_id, role = "user", name = _word, content = $"My brother {_word} works at Hooli." },
                new { type = "graph_episode", graph_id, data_type = "json", data = $"{{\"broken\": {_word}" },
            },
        });
        return batch;
    }

    private async Task<string> FirstItemAsync(string batch) =>
        (await GetAsync($"batches/{batch}/items")).GetProperty("items")[0].GetProperty("item_id").GetString()!;

    private async Task<JsonElement> GetAsync(string path) => await ReadAsync(await Http.GetAsync(new Uri("v2/" + path, UriKind.Relative)));

    private async Task<JsonElement> CallAsync(string path, object? body = null) =>
        await ReadAsync(await Http.PostAsJsonAsync(new Uri("v2/" + path, UriKind.Relative), body ?? new { }));

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync();
            answer.IsSuccessStatusCode.ShouldBeTrue($"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode} {text}");
            return JsonDocument.Parse(text).RootElement;
        }
    }
}
