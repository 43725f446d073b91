using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>Every call needs a key; guessing is slow; keys are never logged.</summary>
public sealed class AccessTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private const string WrongKey = "wrong-key-canary-91bc";

    public static TheoryData<string[]> Refused { get; } = new()
    {
        { [] },
        { ["Authorization: "] },
        { ["Authorization: Api-Key"] },
        { ["Authorization: Api-Key "] },
        { [$"Authorization: Api-Key {WrongKey}"] },
        { [$"Authorization: Bearer {FakeService.Key}"] },
        { [$"Authorization: {FakeService.Key}"] },
        { [$"Authorization: Api-Key {FakeService.Key}", $"Authorization: Api-Key {FakeService.Key}"] },
        { [$"Authorization: Api-Key {FakeService.Key}, Api-Key {WrongKey}"] },
        { [$"X-Api-Key: {FakeService.Key}"] },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task AnythingButOneValidKey_IsRefusedAlike(string[] headers)
    {
        var host = fixture.Fresh();
        var answer = await host.SendRawAsync($"GET /api/v2/batches?api_key={FakeService.Key}&key={FakeService.Key}", headers);

        answer.ShouldBeError(401, "unauthorized").Message.ShouldBe(
            "unauthorized: send exactly one header 'Authorization: Api-Key <key>' with a valid key");
        answer.Headers["WWW-Authenticate"].Single().ShouldBe("Api-Key");
        host.Service.Queries.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("POST", "batches")]
    [InlineData("GET", "users/u")]
    [InlineData("DELETE", "threads/t")]
    [InlineData("GET", "graph/list-all")]
    [InlineData("GET", "graph/episodes/user/u")]
    [InlineData("POST", "graph/search")]
    public async Task EveryCall_NeedsAKey(string method, string path)
    {
        var host = fixture.Fresh();
        (await host.SendRawAsync($"{method} /api/v2/{path}", "Content-Length: 0")).ShouldBeError(401, "unauthorized");
    }

    [Fact]
    public void Endpoints_OfTheApi_AllRequireAKey()
    {
        var open = fixture.Fresh().Endpoints
            .Where(static e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .Where(static e => e.Metadata.GetMetadata<IAuthorizeData>()?.Policy != "api-key")
            .Select(static e => e.RoutePattern.RawText);

        open.ShouldBe(["/api/v2/openapi.json", "/api/v4/openapi.json"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("GET /healthz/live", 200)]
    [InlineData("GET /api/v2/openapi.json", 200)]
    [InlineData("GET /sign-in", 200)]
    [InlineData("GET /api/v2/no-such-call", 404)]
    [InlineData("PUT /api/v2/batches", 405)]
    public async Task Key_WhereNoneIsNeeded_IsNotLookedUp(string request, int status)
    {
        var host = fixture.Fresh();

        (await host.SendRawAsync(request, $"Authorization: Api-Key {WrongKey}", "Content-Length: 0")).Status.ShouldBe(status);
        host.Service.Authentications.ShouldBe(0);
    }

    [Fact]
    public async Task Body_OfACallWithoutAKey_IsNotWaitedFor()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, fixture.Fresh().Address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync("POST /api/v2/batches HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(stream);

        (await reader.ReadLineAsync().WaitAsync(GatewayHost.MaxWait)).ShouldBe("HTTP/1.1 401 Unauthorized");
    }

    [Fact]
    public async Task Key_ThatCannotBeLookedUp_IsAnsweredAsAFaultOfTheCallWouldBe()
    {
        // A host may have another component that answers exceptions.
        await using var host = await GatewayHost.StartAsync(services: static s => s.AddSingleton<IStartupFilter, PageForDevelopers>());
        host.Service.KeyFault = new BatchServiceException(ErrorKind.Unavailable, ErrorCodes.Unavailable, "the database restarts");
        var unavailable = await host.GetAsync("api/v2/batches");
        unavailable.ShouldBeError(503, "unavailable").Message.ShouldBe("unavailable: the database restarts");
        unavailable.Headers["Retry-After"].Single().ShouldBe("1");
        unavailable.Headers["WWW-Authenticate"].ShouldBeEmpty();

        host.Service.KeyFault = new InvalidOperationException("canary");
        (await host.GetAsync("api/v2/batches")).ShouldBeError(500, "internal").Message.ShouldNotContain("canary");

        host.Service.KeyFault = null;
        host.Service.Fault = new InvalidOperationException("canary");
        (await host.GetAsync("api/v2/batches")).ShouldBeError(500, "internal").Message.ShouldNotContain("canary");
        host.Log.Lines.Count(static l => l.Level == LogLevel.Error).ShouldBe(2);
    }

    [Fact]
    public async Task Key_OfALiveWrite_IsLookedUpUntilTheDatabaseIsBack()
    {
        var host = fixture.Fresh();
        host.Service.KeyFault = new BatchServiceException(ErrorKind.Unavailable, ErrorCodes.Unavailable, "the database restarts");
        host.Service.KeyFaults = 2;

        (await host.PostAsync("api/v2/graph", """{"graph_id":"g","data":"x","type":"text"}""")).Status.ShouldBe(202);
        host.Service.Authentications.ShouldBe(3);
    }

    [Fact]
    public async Task Guessing_IsToldToWaitAndAuditedOnce()
    {
        var time = new FakeTimeProvider();
        await using var host = await GatewayHost.StartAsync(static o => o.RefusedKeysPerMinute = 5, time);
        using var guesser = host.NewClient();
        guesser.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Api-Key " + WrongKey);
        for (var i = 0; i < 5; i++)
        {
            (await Answer.OfAsync(await guesser.GetAsync("api/v2/batches"))).ShouldBeError(401, "unauthorized");
        }

        for (var i = 0; i < 20; i++)
        {
            var answer = await Answer.OfAsync(await guesser.GetAsync("api/v2/batches"));
            answer.ShouldBeError(429, "too_many_attempts");
            int.Parse(answer.Headers["Retry-After"].Single()).ShouldBeInRange(1, 60);
        }

        host.Log.Lines.Count(static l => l.Level == LogLevel.Warning).ShouldBe(1);
        host.Log.Lines.ShouldNotContain(static l => l.Text.StartsWith("AuthenticationScheme", StringComparison.Ordinal), "a line for each refused key");

        time.Advance(TimeSpan.FromMinutes(1));
        (await Answer.OfAsync(await guesser.GetAsync("api/v2/batches"))).ShouldBeError(401, "unauthorized");
        (await host.GetAsync("api/v2/batches")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Guessing_InParallel_IsCountedExactly()
    {
        await using var host = await GatewayHost.StartAsync(static o => o.RefusedKeysPerMinute = 30, new FakeTimeProvider());
        using var guesser = host.NewClient();
        host.Service.Evaluation = new TaskCompletionSource(); // none is checked before all have arrived

        var guesses = Enumerable.Range(0, 300).Select(i =>
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "api/v2/batches");
            request.Headers.TryAddWithoutValidation("Authorization", $"Api-Key {WrongKey}-{i}");
            return guesser.SendAsync(request);
        }).ToList();
        while (host.Service.Authentications < 300)
        {
            await Task.Delay(10).WaitAsync(GatewayHost.MaxWait);
        }

        host.Service.Evaluation.SetResult();
        var answers = (await Task.WhenAll(guesses)).CountBy(static a => (int)a.StatusCode).ToDictionary();
        answers.ShouldBe(new Dictionary<int, int> { [401] = 30, [429] = 270 }, ignoreOrder: true);
    }

    [Fact]
    public async Task Guessing_DoesNotLockOutAValidKeyFromTheSameAddress()
    {
        await using var host = await GatewayHost.StartAsync(static o => o.RefusedKeysPerMinute = 1, new FakeTimeProvider());
        using var guesser = host.NewClient();
        (await guesser.GetAsync("api/v2/batches")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await guesser.GetAsync("api/v2/batches")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);

        // The server does not know this key yet, as after a restart.
        (await host.GetAsync("api/v2/batches")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task ForwardedAddress_OfATrustedProxy_IsCounted()
    {
        await using var host = await GatewayHost.StartAsync(
            static o =>
            {
                o.RefusedKeysPerMinute = 1;
                o.TrustedProxies.Add("127.0.0.0/8");
                o.TrustedProxies.Add("10.1.2.3");
            },
            new FakeTimeProvider());

        (await GuessAsync(host, "X-Forwarded-For: 203.0.113.7")).Status.ShouldBe(401);
        (await GuessAsync(host, "X-Forwarded-For: 203.0.113.7, 10.1.2.3")).Status.ShouldBe(429, "the proxy before the last is trusted too");
        (await GuessAsync(host, "X-Forwarded-For: 203.0.113.8")).Status.ShouldBe(401);
        (await GuessAsync(host, "X-Forwarded-For: 203.0.113.9, 203.0.113.8")).Status.ShouldBe(429, "what the client says itself is not believed");
    }

    [Fact]
    public async Task ForwardedAddress_OfAnyOther_IsNot()
    {
        await using var host = await GatewayHost.StartAsync(
            static o =>
            {
                o.RefusedKeysPerMinute = 1;
                o.TrustedProxies.Add("10.0.0.0/8");
            },
            new FakeTimeProvider());

        (await GuessAsync(host, "X-Forwarded-For: 203.0.113.7")).Status.ShouldBe(401);
        (await GuessAsync(host, "X-Forwarded-For: 203.0.113.8")).Status.ShouldBe(429);
    }

    [Fact]
    public async Task Secrets_AreInNoLogLine()
    {
        await using var host = await GatewayHost.StartAsync(static o => o.RefusedKeysPerMinute = 2);
        const string payload = "payload-canary-55d1";
        await host.AddAsync($$"""{"items":[{"type":"graph_episode","graph_id":"g","data":"{{payload}}","data_type":"text"}]}""");
        await host.AddAsync($$"""{"items":[{"type":"{{payload}}"}]}""");
        host.Service.Fault = new InvalidOperationException("connection string password=fault-canary-20aa");
        var failed = await host.GetAsync("api/v2/batches");
        failed.ShouldBeError(500, "internal");
        failed.Body.ShouldNotContain("canary");
        for (var i = 0; i < 4; i++)
        {
            await host.SendRawAsync("GET /api/v2/batches", $"Authorization: Api-Key {WrongKey}");
        }

        var log = string.Join('\n', host.Log.Lines.Select(static l => l.Text));
        log.ShouldContain("fault-canary-20aa", Case.Sensitive, "the log is captured at all");
        log.ShouldNotContain(FakeService.Key);
        log.ShouldNotContain(WrongKey);
        log.ShouldNotContain(payload);
    }

    private static Task<Answer> GuessAsync(GatewayHost host, string forwarded) =>
        host.SendRawAsync("GET /api/v2/batches", $"Authorization: Api-Key {WrongKey}", forwarded);

    private sealed class PageForDevelopers : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(static async (http, rest) =>
            {
                try
                {
                    await rest(http);
                }
                catch (Exception e)
                {
                    http.Response.StatusCode = StatusCodes.Status500InternalServerError;
                    await http.Response.WriteAsync($"<pre>{e}</pre>");
                }
            });
            next(app);
        };
    }
}
