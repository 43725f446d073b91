using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Batch.Dashboard;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>The gateway on a real Kestrel on a free port, with fakes.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    /// <summary>The limit of a test's waits: it only ends what hangs.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(3);

    private readonly WebApplication _app;

    private GatewayHost(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.Single());
        Client = NewClient();
        Client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Api-Key " + FakeService.Key);
    }

    public Uri Address { get; }

    /// <summary>With the key.</summary>
    public HttpClient Client { get; }

    public FakeService Service => _app.Services.GetRequiredService<FakeService>();

    public FakeSessionService SignIns => _app.Services.GetRequiredService<FakeSessionService>();

    public FakeInsight Insight => _app.Services.GetRequiredService<FakeInsight>();

    public FakeMemory Memory => _app.Services.GetRequiredService<FakeMemory>();

    public FakeRealtime Realtime => _app.Services.GetRequiredService<FakeRealtime>();

    public FakeWrites Writes => _app.Services.GetRequiredService<FakeWrites>();

    public FakeDirectory Directory => _app.Services.GetRequiredService<FakeDirectory>();

    public FakeImports Imports => _app.Services.GetRequiredService<FakeImports>();

    public FakeWebhooks Webhooks => _app.Services.GetRequiredService<FakeWebhooks>();

    public FakeIdempotencyLog Idempotency => _app.Services.GetRequiredService<FakeIdempotencyLog>();

    public CapturedLog Log => _app.Services.GetRequiredService<CapturedLog>();

    public string ItemsPath => $"api/v2/batches/{Service.BatchId}/items";

    /// <summary>All mapped endpoints.</summary>
    public IEnumerable<RouteEndpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    /// <summary>The number of calls of version 3 without those that answer "not implemented".</summary>
    public int NamedCalls => CountNamed("/api/v2/");

    /// <summary>The number of calls of version 4.</summary>
    public int NamedCallsV4 => CountNamed("/api/v4/");

    /// <summary>Every path of the dashboard that accepts a form.</summary>
    public IReadOnlyList<string> FormPaths => [.. Endpoints
        .Where(static e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") == true
            && !e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
        .Select(e => "/" + string.Join('/', e.RoutePattern.PathSegments.Select(s => s.Parts[0] is RoutePatternParameterPart p
            ? p.ParameterPolicies.Count > 0 ? Service.BatchId.ToString() : "x"
            : ((RoutePatternLiteralPart)s.Parts[0]).Content)))];

    private int CountNamed(string prefix) => Endpoints
        .Where(e => e.RoutePattern.RawText!.StartsWith(prefix, StringComparison.Ordinal))
        .Count(e => e.Metadata.GetMetadata<IEndpointNameMetadata>() is not null);

    public static async Task<GatewayHost> StartAsync(Action<BatchGatewayOptions>? configure = null, TimeProvider? time = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureBatchKestrel().UseUrls("http://127.0.0.1:0");
        var log = new CapturedLog();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        if (time is not null)
        {
            builder.Services.AddSingleton(time);
        }

        builder.Services
            .AddBatchGateway(configure)
            .AddBatchDashboard()
            .AddSingleton<FakeSessionService>()
            .AddSingleton<FakeInsight>()
            .AddSingleton<ISessionService>(static s => s.GetRequiredService<FakeSessionService>())
            .AddSingleton<IInsightClient>(static s => s.GetRequiredService<FakeInsight>())
            .AddSingleton(log)
            .AddSingleton<FakeService>()
            .AddSingleton<FakeMemory>()
            .AddSingleton<FakeRealtime>()
            .AddSingleton<FakeDirectory>()
            .AddSingleton<IDirectoryClient>(static s => s.GetRequiredService<FakeDirectory>())
            .AddSingleton<ITaskClient>(static s => s.GetRequiredService<FakeDirectory>())
            .AddSingleton<FakeWebhooks>()
            .AddSingleton<FakeIdempotencyLog>()
            .AddSingleton<IBatchClient>(static s => s.GetRequiredService<FakeService>())
            .AddSingleton<IProjectAuthenticator>(static s => s.GetRequiredService<FakeService>())
            .AddSingleton<IServiceHealth>(static s => s.GetRequiredService<FakeService>())
            .AddSingleton<IUserClient>(static s => s.GetRequiredService<FakeMemory>())
            .AddSingleton<IThreadClient>(static s => s.GetRequiredService<FakeMemory>())
            .AddSingleton<IGraphClient>(static s => s.GetRequiredService<FakeMemory>())
            .AddSingleton<IEpisodeClient>(static s => s.GetRequiredService<FakeMemory>())
            .AddSingleton<INodeClient, FakeFacts>()
            .AddSingleton<IEdgeClient, FakeFacts>()
            .AddSingleton<FakeWrites>()
            .AddSingleton<IFactClient>(static s => s.GetRequiredService<FakeWrites>())
            .AddSingleton<IInstructionClient>(static s => s.GetRequiredService<FakeWrites>())
            .AddSingleton<ISubgraphClient>(static s => s.GetRequiredService<FakeWrites>())
            .AddSingleton<IProjectInfoClient>(static s => s.GetRequiredService<FakeWrites>())
            .AddSingleton<ISearchClient, FakeSearch>()
            .AddSingleton<IOntologyClient, FakeOntology>()
            .AddSingleton<IContextTemplateClient, FakeTemplates>()
            .AddSingleton<FakeImports>()
            .AddSingleton<IImportClient>(static s => s.GetRequiredService<FakeImports>())
            .AddSingleton<IRealtimeClient>(static s => s.GetRequiredService<FakeRealtime>())
            .AddSingleton<IWebhookClient>(static s => s.GetRequiredService<FakeWebhooks>())
            .AddSingleton<IIdempotencyLog>(static s => s.GetRequiredService<FakeIdempotencyLog>());
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.MapBatchApi();
        app.MapBatchDashboard();
        await app.StartAsync();
        return new GatewayHost(app);
    }

    /// <summary>Without a key.</summary>
    public HttpClient NewClient() => new() { BaseAddress = Address };

    public Task<Answer> AddAsync(string json) => PostAsync(ItemsPath, Encoding.UTF8.GetBytes(json));

    public async Task<Answer> PostAsync(string path, byte[] body, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        change?.Invoke(request);
        return await Answer.OfAsync(await Client.SendAsync(request));
    }

    public Task<Answer> PostAsync(string path, string json) => PostAsync(path, Encoding.UTF8.GetBytes(json));

    public async Task<Answer> GetAsync(string path) => await Answer.OfAsync(await Client.GetAsync(path));

    public Task<Answer> SendRawAsync(string requestLine, params string[] headers) =>
        SendRawAsync(requestLine, Encoding.ASCII.GetBytes(""), headers);

    /// <summary>Sends bytes that no client library would send.</summary>
    public async Task<Answer> SendRawAsync(string requestLine, byte[] body, params string[] headers)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, Address.Port);
        await using var stream = socket.GetStream();
        var all = string.Join("\r\n", [requestLine + " HTTP/1.1", "Host: x", "Connection: close", .. headers, "", ""]);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(all));
        await stream.WriteAsync(body);
        using var whole = new MemoryStream();
        await stream.CopyToAsync(whole);

        // Latin-1 maps bytes to characters one to one while the framing is parsed.
        return Answer.Parse(Encoding.Latin1.GetString(whole.ToArray()));
    }

    public static string[] WithKey(params string[] headers) => [$"Authorization: Api-Key {FakeService.Key}", .. headers];

    /// <summary>Waits until no page has live updates any more.</summary>
    public async Task WaitUntilUnwatchedAsync()
    {
        var feeds = _app.Services.GetRequiredService<LiveFeeds>();
        using var timeout = new CancellationTokenSource(MaxWait);
        while (feeds.Count > 0)
        {
            await Task.Delay(20, timeout.Token);
        }
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>A parsed answer.</summary>
internal sealed record Answer(int Status, ILookup<string, string> Headers, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string? Code => Json.GetProperty("code").GetString();

    public string Message => Json.GetProperty("message").GetString()!;

    public JsonElement[] Errors => [.. Json.GetProperty("errors").EnumerateArray()];

    public static async Task<Answer> OfAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers).SelectMany(static h => h.Value.Select(v => (h.Key, v)))
            .ToLookup(static h => h.Key, static h => h.v, StringComparer.OrdinalIgnoreCase);
        return new Answer((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }

    public static Answer Parse(string text)
    {
        var split = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var lines = text[..split].Split("\r\n");
        var headers = lines.Skip(1).Select(static l => l.Split(": ", 2)).ToLookup(static h => h[0], static h => h[1], StringComparer.OrdinalIgnoreCase);
        var body = text[(split + 4)..];
        return new Answer(
            int.Parse(lines[0].Split(' ')[1]),
            headers,
            Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(headers["Transfer-Encoding"].Any() ? Unchunk(body) : body)));
    }

    /// <summary>Fails unless this is an error of the documented shape.</summary>
    public Answer ShouldBeError(int status, string code)
    {
        Status.ShouldBe(status, Body);
        Headers["Content-Type"].Single().ShouldStartWith("application/json");
        Code.ShouldBe(code, Body);
        Message.ShouldNotBeNullOrWhiteSpace();
        Json.GetProperty("request_id").GetString().ShouldBe(Headers["x-request-id"].Single());
        if (status == 400)
        {
            Json.GetProperty("error_count").GetInt32().ShouldBeGreaterThanOrEqualTo(Errors.Length);
            Errors.ShouldNotBeEmpty();
            Message.ShouldStartWith("bad request: ");
        }

        return this;
    }

    private static string Unchunk(string body)
    {
        var whole = new StringBuilder();
        var at = 0;
        while (true)
        {
            var line = body.IndexOf("\r\n", at, StringComparison.Ordinal);
            var size = Convert.ToInt32(body[at..line], 16);
            if (size == 0)
            {
                return whole.ToString();
            }

            whole.Append(body, line + 2, size);
            at = line + 2 + size + 2;
        }
    }
}
