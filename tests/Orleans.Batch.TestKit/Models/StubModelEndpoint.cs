using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orleans.Batch.TestKit.Models;

/// <summary>
/// An endpoint of models with OpenAI's wire format, inside the test's process: completions, embeddings and the list of models.
/// Good answers state what the turns of the prompt state by lines such as <see cref="StatedFact"/> describes.
/// </summary>
public sealed class StubModelEndpoint : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly StubChat _chat;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<StubRequest> _requests = new();
    private readonly ConcurrentDictionary<StubBehavior, int> _counts = [];
    private int _concurrent;
    private int _mostConcurrent;

    private StubModelEndpoint(WebApplication host, StubSettings settings) => (_host, Settings, _chat) = (host, settings, new StubChat(settings));

    /// <summary>The base address, as a profile names it.</summary>
    public Uri Address => new($"http://127.0.0.1:{new Uri(_host.Urls.Single()).Port}/v1");

    /// <summary>What it accepts.</summary>
    public StubSettings Settings { get; }

    /// <summary>How it treats requests.</summary>
    public StubPlan Plan { get; } = new();

    /// <summary>The requests received, in order.</summary>
    public IReadOnlyCollection<StubRequest> Requests => _requests;

    /// <summary>The requests for completions, in order.</summary>
    public IReadOnlyList<StubRequest> Chats => [.. _requests.Where(r => r.IsChat)];

    /// <summary>The most requests at the same time.</summary>
    public int MostConcurrent => Volatile.Read(ref _mostConcurrent);

    /// <summary>How many requests for completions and embeddings were treated in a way.</summary>
    public int Count(StubBehavior behavior) => _counts.GetValueOrDefault(behavior);

    /// <param name="settings">What it accepts.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    public static async Task<StubModelEndpoint> StartAsync(StubSettings? settings = null, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, port));
        var stub = new StubModelEndpoint(builder.Build(), settings ?? new StubSettings());
        stub._host.Run(stub.ServeAsync);
        await stub._host.StartAsync();
        return stub;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _host.DisposeAsync();
        _stop.Dispose();
    }

    private async Task ServeAsync(HttpContext http)
    {
        var concurrent = Interlocked.Increment(ref _concurrent);
        InterlockedMax(concurrent);
        try
        {
            var request = await RecordAsync(http);
            await AnswerAsync(http, request);
        }
        catch (OperationCanceledException)
        {
            http.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref _concurrent);
        }
    }

    private void InterlockedMax(int concurrent)
    {
        var most = _mostConcurrent;
        while (concurrent > most && Interlocked.CompareExchange(ref _mostConcurrent, concurrent, most) is var seen && seen != most)
        {
            most = seen;
        }
    }

    private async Task<StubRequest> RecordAsync(HttpContext http)
    {
        using var content = new MemoryStream();
        await http.Request.Body.CopyToAsync(content);
        var request = new StubRequest(
            TimeProvider.System.GetUtcNow(), http.Request.Path, http.Request.Headers.Authorization.ToString(), content.ToArray());
        if (!request.IsModelList)
        {
            request = request with { Behavior = Plan.Decide(request) };
            _counts.AddOrUpdate(request.Behavior, 1, static (_, count) => count + 1);
        }

        _requests.Enqueue(Settings.KeepsBodies ? request : request with { Body = default });
        return request;
    }

    private Task AnswerAsync(HttpContext http, StubRequest request)
    {
        foreach (var (name, value) in Settings.Headers)
        {
            http.Response.Headers[name] = value;
        }

        if (request.Behavior == StubBehavior.Unauthorized || (Settings.Key is { } key && request.Authorization != $"Bearer {key}"))
        {
            return StubResponses.FailAsync(
                http, 401, "invalid_request_error", $"Incorrect API key provided: {(request.Authorization.Length == 0 ? "none" : request.Authorization)}.", null, "invalid_api_key");
        }

        return StubFaults.Find(request.Behavior, Settings) is { } fault ? fault(http, _stop.Token)
            : Settings.RateLimit is { } limit && !limit.TryTake(request.Body.Length / 4, http.Response.Headers) ? StubFaults.TooManyAsync(http)
            : RouteAsync(http, request);
    }

    private Task RouteAsync(HttpContext http, StubRequest request)
    {
        switch (request.Path)
        {
            case "/v1/chat/completions":
                return _chat.AnswerAsync(http, request, _stop.Token);
            case "/v1/embeddings" when request.Behavior == StubBehavior.UnknownModel:
                return StubResponses.FailAsync(http, 404, "invalid_request_error", "The model does not exist.", null, "model_not_found");
            case "/v1/embeddings" when request.Behavior == StubBehavior.ContextTooLarge:
                return StubResponses.FailAsync(http, 400, "invalid_request_error", "The input has too many tokens.");
            case "/v1/embeddings":
                return StubResponses.WriteAsync(
                    http, StubEmbeddings.Answer(JsonSerializer.Deserialize<JsonElement>(request.Body.Span), Settings.Dimensions));
            case "/v1/models" when Settings.ListsModels:
                return StubResponses.WriteAsync(http, StubResponses.ModelList(Settings.Models));
            default:
                return StubResponses.FailAsync(http, 404, "invalid_request_error", $"Unknown request URL: {request.Path}");
        }
    }
}
