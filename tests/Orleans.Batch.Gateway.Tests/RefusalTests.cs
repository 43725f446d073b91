using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>Refusals and failures of the service, and the answers to repetitions.</summary>
public sealed class RefusalTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private readonly GatewayHost _host = fixture.Fresh();

    [Theory]
    [InlineData(ErrorKind.InvalidRequest, 400, "bad request: ")]
    [InlineData(ErrorKind.NotFound, 404, "not found: ")]
    [InlineData(ErrorKind.Conflict, 409, "conflict: ")]
    [InlineData(ErrorKind.IdempotencyMismatch, 422, "unprocessable: ")]
    [InlineData(ErrorKind.Unavailable, 503, "unavailable: ")]
    public async Task Refusals_HaveTheirStatus(ErrorKind kind, int status, string prefix)
    {
        _host.Service.Fault = new BatchServiceException(kind, ErrorCodes.InvalidRequest, "the reason") { RetryAfter = TimeSpan.FromSeconds(2.5) };
        var answer = await _host.GetAsync($"api/v2/batches/{_host.Service.BatchId}");

        answer.ShouldBeError(status, "invalid_request").Message.ShouldBe(prefix + "the reason");
        answer.Headers["Retry-After"].Single().ShouldBe("3");
    }

    [Fact]
    public async Task Refusal_WithProblems_ListsThem()
    {
        var problems = new ProblemList();
        problems.Add(4, "graph_id", ErrorCodes.GraphNotFound, "no such graph");
        problems.Add(9, "graph_id", ErrorCodes.GraphNotFound, "no such graph");
        _host.Service.Fault = BatchServiceException.Invalid("2 items name what is not there", problems);

        var answer = await _host.PostAsync($"api/v2/batches/{_host.Service.BatchId}/process", "");

        answer.ShouldBeError(400, "graph_not_found");
        answer.Json.GetProperty("error_count").GetInt32().ShouldBe(2);
        answer.Errors.Select(static e => e.GetProperty("index").GetInt32()).ShouldBe([4, 9]);
    }

    [Fact]
    public async Task Unavailable_SaysWhenToRetry()
    {
        _host.Service.Fault = new BatchServiceException(ErrorKind.Unavailable, ErrorCodes.Unavailable, "the database restarts");
        (await _host.GetAsync("api/v2/batches")).Headers["Retry-After"].Single().ShouldBe("1");
    }

    [Fact]
    public async Task OutcomeUnknown_SaysWhereToLookAndIsLoggedInOneLine()
    {
        _host.Service.Fault = new BatchServiceException(
            ErrorKind.OutcomeUnknown, ErrorCodes.OutcomeUnknown, "it may have been done", new LostConnectionException());
        var answer = await _host.PostAsync($"api/v2/batches/{_host.Service.BatchId}/process", "");

        answer.ShouldBeError(424, "outcome_unknown").Message.ShouldBe(
            "outcome unknown: it may have been done: "
            + $"GET /api/v2/batches/{_host.Service.BatchId} shows it. With an Idempotency-Key this call can be repeated safely");
        answer.Headers["Retry-After"].ShouldBeEmpty();
        var line = _host.Log.Lines.Where(static l => l.Level >= LogLevel.Warning).ShouldHaveSingleItem();
        line.Text.ShouldContain(answer.Headers["x-request-id"].Single());
        line.Text.ShouldContain("the connection was lost");
    }

    [Fact]
    public async Task Unavailable_OverAndOver_IsLoggedInALinePerKindOfRequestAndPeriod()
    {
        var time = new FakeTimeProvider();
        await using var host = await GatewayHost.StartAsync(time: time);
        async Task<string[]> LinesAfterAsync(Func<Task> calls)
        {
            host.Service.Fault = new BatchServiceException(ErrorKind.Unavailable, ErrorCodes.Unavailable, "the database is away", new LostConnectionException());
            host.Log.Lines.Clear();
            await calls();
            return [.. host.Log.Lines.Where(static l => l.Level >= LogLevel.Warning).Select(static l => l.Text.Trim())];
        }

        async Task CallAsync()
        {
            for (var i = 0; i < 50; i++)
            {
                (await host.GetAsync("api/v2/batches")).ShouldBeError(503, "unavailable");
                (await host.GetAsync($"api/v2/batches/{Guid.NewGuid()}")).ShouldBeError(503, "unavailable");
            }
        }

        var first = await LinesAfterAsync(CallAsync);
        first.Length.ShouldBe(2);
        first[0].ShouldStartWith("1 requests GET /api/v2/batches were answered 503");
        first[0].ShouldContain(nameof(LostConnectionException));
        first[1].ShouldStartWith("1 requests GET /api/v2/batches/{batch_id} were answered 503");
        first[1].ShouldEndWith(": the database is away");
        (await LinesAfterAsync(CallAsync)).ShouldBeEmpty();
        time.Advance(TimeSpan.FromSeconds(10));
        var later = await LinesAfterAsync(() => host.GetAsync("api/v2/batches"));
        later.ShouldHaveSingleItem().ShouldStartWith("100 requests GET /api/v2/batches were answered 503");
        later[0].ShouldEndWith(": the database is away");
        time.Advance(TimeSpan.FromMinutes(11));
        (await LinesAfterAsync(() => host.GetAsync("api/v2/batches"))).ShouldHaveSingleItem().ShouldContain(nameof(LostConnectionException));
    }

    [Fact]
    public async Task Faults_AreLoggedOnceUnderTheirRequestId()
    {
        _host.Service.Fault = new InvalidOperationException("secret detail");
        var answer = await _host.GetAsync("api/v2/batches");

        answer.ShouldBeError(500, "internal").Body.ShouldNotContain("secret");
        var line = _host.Log.Lines.Where(static l => l.Level >= LogLevel.Warning).ShouldHaveSingleItem();
        line.Text.ShouldContain(answer.Headers["x-request-id"].Single());
        line.Text.ShouldContain("secret detail");
    }

    [Fact]
    public async Task BrokenOffBody_IsNoFaultOfOurs()
    {
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(IPAddress.Loopback, _host.Address.Port);
            await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /{_host.ItemsPath} HTTP/1.1\r\nHost: x\r\nAuthorization: Api-Key {FakeService.Key}\r\nContent-Length: 1000\r\n\r\n{{\"items\":["));
            await UntilAsync(() => _host.Service.Authentications == 1);
        }

        await UntilAsync(() => _host.Log.Lines.Any(static l => l.Text.Contains("Request finished") || l.Text.Contains("stopped")));
        _host.Service.Added.ShouldBeEmpty();
        _host.Log.Lines.ShouldNotContain(static l => l.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task IdempotencyKey_RefusalIsReplayedWithItsBody()
    {
        const string bad = """{"items":[{"type":"x"}]}""";
        var first = await SendAsync("k1", bad);
        first.ShouldBeError(400, "unknown_value");
        first.Headers["Idempotent-Replayed"].ShouldBeEmpty();

        var second = await SendAsync("k1", bad);
        second.Status.ShouldBe(400);
        second.Body.ShouldBe(first.Body);
        second.Headers["Idempotent-Replayed"].Single().ShouldBe("true");

        (await SendAsync("k1", """{"items":[]}""")).ShouldBeError(422, "idempotency_mismatch");
        (await SendAsync("k2", """{"items":[]}""")).ShouldBeError(400, "required");
    }

    [Fact]
    public async Task IdempotencyKey_SuccessIsReplayedByTheService()
    {
        _host.Service.Replay = true;
        const string good = """{"items":[{"type":"graph_episode","graph_id":"g","data":"d","data_type":"text"}]}""";
        (await SendAsync("k", good)).Headers["Idempotent-Replayed"].Single().ShouldBe("true");
        _host.Idempotency.Kept.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ErrorKind.Unavailable, "unavailable", false)]
    [InlineData(ErrorKind.OutcomeUnknown, "outcome_unknown", false)]
    [InlineData(ErrorKind.IdempotencyMismatch, "idempotency_mismatch", false)]
    [InlineData(ErrorKind.Conflict, "idempotency_in_flight", false)]
    [InlineData(ErrorKind.Conflict, "not_a_draft", true)]
    [InlineData(ErrorKind.NotFound, "not_found", true)]
    public async Task IdempotencyKey_OnlyFinalRefusalsAreKept(ErrorKind kind, string code, bool kept)
    {
        _host.Service.Fault = new BatchServiceException(kind, code, "no");
        await SendAsync("k", """{"items":[{"type":"graph_episode","graph_id":"g","data":"d","data_type":"text"}]}""");
        _host.Idempotency.Kept.Count.ShouldBe(kept ? 1 : 0);
    }

    [Fact]
    public async Task IdempotencyKey_FaultsAreNotKept()
    {
        _host.Service.Fault = new InvalidOperationException();
        (await SendAsync("k", """{"items":[{"type":"graph_episode","graph_id":"g","data":"d","data_type":"text"}]}""")).Status.ShouldBe(500);
        _host.Idempotency.Kept.ShouldBeEmpty();
    }

    [Fact]
    public async Task IdempotencyKey_IsHeldToItsShape()
    {
        (await SendAsync(new string('k', 255), """{"items":[]}""")).ShouldBeError(400, "required");
        (await SendAsync(new string('k', 256), """{"items":[]}""")).ShouldBeError(400, "invalid_request");
        var two = await _host.SendRawAsync(
            "POST /api/v2/batches", GatewayHost.WithKey("Idempotency-Key: a", "Idempotency-Key: b", "Content-Length: 0"));
        two.ShouldBeError(400, "invalid_request");
        var empty = await _host.SendRawAsync("POST /api/v2/batches", GatewayHost.WithKey("Idempotency-Key: ", "Content-Length: 0"));
        empty.ShouldBeError(400, "invalid_request");
    }

    private sealed class LostConnectionException() : Exception("the connection was lost");

    private Task<Answer> SendAsync(string key, string body) => _host.PostAsync(
        _host.ItemsPath, Encoding.UTF8.GetBytes(body), r => r.Headers.TryAddWithoutValidation("Idempotency-Key", key));

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var timeout = new CancellationTokenSource(GatewayHost.MaxWait);
        while (!condition())
        {
            await Task.Delay(20, timeout.Token);
        }
    }
}
