using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Npgsql;
using Orleans.Batch.EndToEnd.Webhooks;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.TestKit.Webhooks;

namespace Orleans.Batch.EndToEnd.Outcomes;

/// <summary>A server whose commits to PostgreSQL pass through a proxy that can drop them, and the data that the calls need.</summary>
public sealed class OutcomeSite : IAsyncLifetime
{
    // A project needs a model for calls that ask it something. Nothing answers there, so that what is asked for waits.
    private static readonly (string Name, string? Value)[] SilentModel =
        [("Models__Profiles__silent__Endpoint", "http://127.0.0.1:9/v1"), ("Models__Profiles__silent__Model", "silent")];

    private readonly TestDatabase _database = new();
    private readonly TemporaryDataDirectory _data = new();
    private readonly List<NpgsqlConnection> _holders = [];
    private LoopbackReceiver _receiver = null!;
    private RunningServer _server = null!;
    private HttpClient _api = null!;
    private int _ids;

    internal CommitDroppingProxy Proxy { get; private set; } = null!;

    internal string ReceiverUrl => _receiver.Url;

    /// <summary>Settings of the server beside those it needs.</summary>
    internal (string Name, string? Value)[] Settings { get; set; } = [];

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        _receiver = await LoopbackReceiver.StartAsync();
        Proxy = await CommitDroppingProxy.StartAsync(_database.ConnectionString);
        _server = await RunningServer.ServeAsync(
            _data, [("ConnectionStrings__Batch", Proxy.ConnectionString), .. WebhookApi.Allow(_receiver.Port), .. SilentModel, .. Settings]);
        _api = _server.NewClient();
    }

    public async Task DisposeAsync()
    {
        await ReleaseAsync();
        await _server.StopAsync();
        _server.Dispose();
        _api.Dispose();
        await Proxy.DisposeAsync();
        await _receiver.DisposeAsync();
        await _database.DisposeAsync();
        _data.Dispose();
    }

    internal static string Item(string graph, string data) =>
        JsonSerializer.Serialize(new { type = "graph_episode", graph_id = graph, data_type = data == "{" ? "json" : "text", data });

    internal Task WaitUntilReadyAsync() => _server.WaitUntilReadyAsync();

    internal Task<long> CountAsync(WriteCall call) => _database.ScalarAsync<long>(call.Effect);

    internal string NewId() => $"id-{Interlocked.Increment(ref _ids)}";

    /// <summary>Sends a call the given number of times, with the same bytes each time.</summary>
    internal async Task<Answer> SendAsync(WriteCall call, string? key)
    {
        using var request = new HttpRequestMessage(call.Method, call.Path);
        if (call.Body is { } body)
        {
            request.Content = new StringContent(body, Encoding.UTF8, call.ContentType);
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var response = await _api.SendAsync(request);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers.Contains("Idempotent-Replayed"));
    }

    internal async Task<JsonElement> PostAsync(string path, object? body = null)
    {
        using var answer = await _api.PostAsJsonAsync(path, body ?? new { });
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {answer.StatusCode} {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    internal Task<JsonElement> GetAsync(string path) => _api.GetFromJsonAsync<JsonElement>(path);

    internal async Task<string> GraphAsync()
    {
        var id = NewId();
        await PostAsync("graph/create", new { graph_id = id });
        return id;
    }

    internal async Task<string> UserAsync()
    {
        var id = NewId();
        await PostAsync("users", new { user_id = id });
        return id;
    }

    internal async Task<string> ThreadAsync()
    {
        var id = NewId();
        await PostAsync("threads", new { thread_id = id, user_id = await UserAsync() });
        return id;
    }

    /// <summary>Creates a message that is part of its graph.</summary>
    internal async Task<Guid> MessageAsync()
    {
        var answer = await PostAsync($"threads/{await ThreadAsync()}/messages", new { messages = new[] { new { role = "user", content = "Hello" } } });
        var message = answer.GetProperty("message_uuids")[0].GetGuid();
        await Eventually.TrueAsync(async () => (await GetAsync($"graph/episodes/{message}")).GetProperty("processed").GetBoolean());
        return message;
    }

    internal async Task<string> TemplateAsync()
    {
        var id = NewId();
        await PostAsync("context-templates", new { template_id = id, template = "%{edges}" });
        return id;
    }

    internal async Task<Guid> ImportAsync() => (await PostAsync("imports", new { name = "a" })).GetProperty("import_id").GetGuid();

    internal async Task<Guid> DraftAsync(string graph, string data = "text", string? extraction = null, Guid? import = null)
    {
        var batch = (await PostAsync("batches", new { extraction, import_id = import })).GetProperty("batch_id").GetGuid();
        await PostAsync($"batches/{batch}/items", JsonSerializer.Deserialize<JsonElement>($$"""{"items":[{{Item(graph, data)}}]}"""));
        return batch;
    }

    internal async Task<Guid> EndedAsync(string graph, string data = "text", string? extraction = null, Guid? import = null)
    {
        var batch = await DraftAsync(graph, data, extraction, import);
        await PostAsync($"batches/{batch}/process");
        await Eventually.TrueAsync(async () =>
            (await GetAsync($"batches/{batch}")).GetProperty("status").GetString() is not ("queued" or "processing"));
        return batch;
    }

    /// <summary>A batch that has ended and proposes facts.</summary>
    internal async Task<Guid> ProposalAsync(string graph)
    {
        await EndedAsync(graph, "Avery works at Acme.", "deterministic");
        var batch = (await PostAsync("extractions", new { graph_id = graph, replace = true })).GetProperty("batch_id").GetGuid();
        await Eventually.TrueAsync(async () =>
            (await GetAsync($"batches/{batch}")).GetProperty("status").GetString() is not ("queued" or "processing"));
        return batch;
    }

    /// <summary>Creates a batch that runs and does not end before <see cref="ReleaseAsync"/>: a lock holds its graph.</summary>
    internal async Task<Guid> HeldBatchAsync()
    {
        var graph = await GraphAsync();
        var holder = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Pooling = false, SearchPath = "orleans_batch" }.ConnectionString);
        _holders.Add(holder);
        await holder.OpenAsync();
        await using var hold = new NpgsqlCommand(
            $"BEGIN; SELECT FROM graph_state JOIN graph USING (graph_key) WHERE graph_id = '{graph}' FOR UPDATE", holder);
        await hold.ExecuteNonQueryAsync();
        var batch = await DraftAsync(graph);
        await PostAsync($"batches/{batch}/process");
        return batch;
    }

    internal async Task ReleaseAsync()
    {
        foreach (var holder in _holders)
        {
            await holder.DisposeAsync();
        }

        _holders.Clear();
    }

    /// <summary>Creates an edge, its source node, and the episode that states it.</summary>
    /// <summary>A name that means a node; without a model there is no call that makes one.</summary>
    internal async Task<Guid> AliasAsync(Guid node)
    {
        var alias = Guid.NewGuid();
        await _database.ExecuteAsync("INSERT INTO entity_alias (alias_node, node_uuid, name) VALUES ($1, $2, 'Ann')", alias, node);
        return alias;
    }

    internal async Task<(Guid Edge, Guid Node, Guid Episode)> FactAsync()
    {
        var graph = await GraphAsync();
        var episode = (await PostAsync("graph", new { graph_id = graph, type = "json", data = """{"name":"Acme","plan":"basic"}""" })).GetProperty("uuid").GetGuid();
        var edges = default(JsonElement);
        await Eventually.TrueAsync(async () => (edges = await PostAsync($"graph/edge/graph/{graph}")).GetArrayLength() > 0);
        return (edges[0].GetProperty("uuid").GetGuid(), edges[0].GetProperty("source_node_uuid").GetGuid(), episode);
    }

    internal async Task<Guid> EndpointAsync() =>
        (await PostAsync("webhooks/endpoints", new { url = ReceiverUrl })).GetProperty("endpoint_id").GetGuid();

    /// <summary>Creates a message whose delivery is recorded as finally failed.</summary>
    internal async Task<(Guid Endpoint, Guid Message)> FailedMessageAsync()
    {
        var endpoint = await EndpointAsync();
        var message = (await PostAsync($"webhooks/endpoints/{endpoint}/test")).GetProperty("message_id").GetGuid();
        await Eventually.TrueAsync(async () => await _database.ExecuteAsync(
            """
            UPDATE webhook_delivery d SET state = 2, ended_at = sql_now() FROM outbox m
            WHERE m.message_key = d.message_key AND m.message_uuid = $1 AND d.state = 1
            """,
            message) == 1);
        return (endpoint, message);
    }
}

/// <summary>The answer to a call.</summary>
internal sealed record Answer(int Status, string Body, bool IsReplayed)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}
