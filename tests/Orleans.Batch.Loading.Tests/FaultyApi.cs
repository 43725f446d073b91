using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Loading.Tests;

/// <summary>The faults of one call.</summary>
internal enum ApiFault
{
    None,

    /// <summary>503 before anything is done.</summary>
    Unavailable,

    /// <summary>Done and recorded, but the answer does not arrive.</summary>
    AnswerLost,

    /// <summary>409: a call with the same key is in progress.</summary>
    InFlight,
}

/// <summary>
/// A server over real HTTP that keeps batches in memory by the API's rules for idempotency keys and record ids, and
/// fails at chosen calls, in ways that the real server cannot be made to.
/// </summary>
internal sealed class FaultyApi : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Kept> _kept = new();
    private readonly HashSet<string> _records = [];
    private readonly Lock _lock = new();

    private int _created;

    private FaultyApi(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    /// <summary>Decides the fault of each call: its route (create, items, process, get, list, destination) and its number among all.</summary>
    public Func<string, int, ApiFault> Fate { get; set; } = (_, _) => ApiFault.None;

    /// <summary>The data that the server refuses.</summary>
    public string Forbidden { get; set; } = "\n";

    /// <summary>Whether a refusal of items names the items.</summary>
    public bool NamesItems { get; set; } = true;

    /// <summary>Whether started batches end.</summary>
    public Func<StoredBatch, bool> Ends { get; set; } = _ => true;

    /// <summary>How many facts each item of an ended batch states; without any, batches have a hint.</summary>
    public int FactsPerItem { get; set; } = 2;

    public List<StoredBatch> Batches { get; } = [];

    public List<string> Destinations { get; } = [];

    public int Calls { get; private set; }

    public int Replays { get; private set; }

    public int MostUnfinished { get; private set; }

    public static async Task<FaultyApi> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var api = new FaultyApi(builder.Build());
        api._app.MapFallback("/api/v2/{**path}", api.AnswerAsync);
        await api._app.StartAsync();
        return api;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var path = http.Request.Path.Value!["/api/v2/".Length..];
        var route = Route(http.Request.Method, path);
        ApiFault trouble;
        Kept answer;
        lock (_lock)
        {
            trouble = Fate(route, Calls++);
            answer = trouble switch
            {
                ApiFault.Unavailable => new(503, """{"message":"restarting"}"""),
                ApiFault.InFlight => new(409, """{"message":"wait","code":"idempotency_in_flight"}"""),
                _ => Keep(http, path, body, route),
            };
        }

        if (trouble == ApiFault.AnswerLost)
        {
            http.Abort();
            return;
        }

        if (http.Items.ContainsKey("replayed"))
        {
            http.Response.Headers["Idempotent-Replayed"] = "true";
        }

        if (answer.AlreadyLoaded is { Length: > 0 } loaded)
        {
            http.Response.Headers["Batch-Already-Loaded"] = loaded;
        }

        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
    }

    private Kept Keep(HttpContext http, string path, string body, string route)
    {
        var key = http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0)
        {
            return Do(route, path, body);
        }

        if (_kept.TryGetValue($"{path} {key}", out var before))
        {
            if (before.Request != body)
            {
                return new(422, """{"message":"another body","code":"idempotency_mismatch"}""");
            }

            Replays++;
            http.Items["replayed"] = true;
            return before;
        }

        return _kept[$"{path} {key}"] = Do(route, path, body) with { Request = body };
    }

    private Kept Do(string route, string path, string body)
    {
        var batch = Batches.Find(b => path.Split('/').Contains(b.Id));
        switch (route)
        {
            case "create":
                Batches.Add(new($"batch-{++_created}", JsonNode.Parse(body)!["metadata"]!.ToJsonString()));
                return new(200, Batches[^1].Json(FactsPerItem));
            case "items":
                return Add(batch!, JsonNode.Parse(body)!["items"]!.AsArray());
            case "create-import" or "get-import" or "close":
                return new(200, """{"import_id":"import-1"}""");
            case "process":
                batch!.Status = "processing";
                return new(200, batch.Json(FactsPerItem));
            case "delete":
                Batches.Remove(batch!);
                return new(200, "{}");
            case "get":
                batch!.Status = batch.Status == "processing" && Ends(batch) ? "succeeded" : batch.Status;
                return new(200, batch.Json(FactsPerItem));
            case "there":
                return new(200, "{}");
            case "models":
                return new(200, """{"extraction":"deterministic","models":[]}""");
            case "missing":
                return new(404, """{"message":"not found"}""");
            case "list":
                return new(200, $$"""{"batches":[{{string.Join(',', Batches.Select(b => b.Json(FactsPerItem)))}}]}""");
            default:
                return new(200, $$"""{"created":{ {{string.Join(',', JsonNode.Parse(body)!.AsObject().Where(l => l.Value is JsonArray).Select(Create))}} } }""");
        }
    }

    private string Create(KeyValuePair<string, JsonNode?> list)
    {
        var added = list.Value!.AsArray().Select(d => $"{list.Key} {d!.ToJsonString()}").Where(d => !Destinations.Contains(d)).ToArray();
        Destinations.AddRange(added);
        return $"\"{list.Key}\":{added.Length}";
    }

    private Kept Add(StoredBatch batch, JsonArray items)
    {
        var data = items.Select(i => (string)(i!["data"] ?? i["content"])!).ToArray();
        var bad = data.Select((d, i) => (d, i)).Where(x => x.d.Contains(Forbidden, StringComparison.Ordinal)).Select(x => x.i).ToArray();
        if (bad.Length > 0)
        {
            var errors = bad.Select(i => $$"""{"index":{{i}},"field":"data","code":"forbidden","message":"not that"}""");
            return !NamesItems ? new(400, """{"message":"something here is bad","code":"forbidden"}""") : new(400, $$"""{"message":"bad","code":"forbidden","error_count":{{bad.Length}},"errors":[{{string.Join(',', errors)}}]}""");
        }

        var known = Enumerable.Range(0, data.Length).Where(i => !_records.Add($"{items[i]!["graph_id"] ?? items[i]!["thread_id"]} {items[i]!["record_id"]}")).ToArray();
        batch.Items.AddRange(data.Where((_, i) => !known.Contains(i)));
        MostUnfinished = Math.Max(MostUnfinished, Batches.Count(b => b.Items.Count > 0 && b.Status is "draft" or "processing"));
        return new(200, "[]", IndexRanges.Format(known));
    }

    private static string Route(string method, string path) => (method, path.Split('/')) switch
    {
        ("POST", ["batches"]) => "create",
        ("POST", ["imports"]) => "create-import",
        ("POST", ["imports", _, "close"]) => "close",
        (_, ["imports", _]) => "get-import",
        ("GET", ["batches"]) => "list",
        ("GET", ["models"]) => "models",
        ("POST", ["batches", _, var last]) => last,
        ("GET", ["batches", _]) => "get",
        ("DELETE", ["batches", _]) => "delete",
        ("GET", ["graph", var graph]) => graph.StartsWith("there", StringComparison.Ordinal) ? "there" : "missing",
        _ => "destination",
    };
}

/// <summary>An answer, repeated for its key.</summary>
internal sealed record Kept(int Status, string Body, string? AlreadyLoaded = null)
{
    /// <summary>The body of the call that it answers.</summary>
    public string Request { get; init; } = "";
}

/// <summary>A stored batch.</summary>
internal sealed record StoredBatch(string Id, string Metadata)
{
    public List<string> Items { get; } = [];

    public string Status { get; set; } = "draft";

    public string Json(int factsPerItem) => $$"""
        {"batch_id":"{{Id}}","status":"{{Status}}","item_count":{{Items.Count}},"metadata":{{Metadata}},
         {{(factsPerItem == 0 ? "\"hint\":\"No facts were found: see the manual.\"," : "")}}
         "progress":{"total_items":{{Items.Count}},"succeeded_items":{{Ended}},"facts":{{factsPerItem * Ended}},"entities":{{Math.Min(factsPerItem, Ended)}} } }
        """;

    private int Ended => Status == "succeeded" ? Items.Count : 0;
}
