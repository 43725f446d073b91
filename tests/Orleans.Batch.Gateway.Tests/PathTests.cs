namespace Orleans.Batch.Gateway.Tests;

/// <summary>Ids in the path are split first and decoded once afterwards.</summary>
public sealed class PathTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private readonly GatewayHost _host = fixture.Fresh();

    [Theory]
    [InlineData("/api/v2/batches", "X-Trace: \u00FF\u00FE")]
    [InlineData("/api/v2/batches", "Idempotency-Key: caf\u00E9")]
    [InlineData("/api/v2/batches", "Authorization: Api-Key \u00C3")]
    [InlineData("/api/v2/nothing", "X-Trace: a\u0080")]
    [InlineData("/healthz/live", "Accept: \u00F8")]
    public async Task HeadersThatAreNotUtf8_GetTheErrorsOfTheApi(string path, string header)
    {
        var answer = (await _host.SendRawAsync("GET " + path, header)).ShouldBeError(400, "invalid_encoding");

        answer.Message.ShouldStartWith($"bad request: the header {header.Split(':')[0]} is not valid UTF-8");
        (await _host.SendRawAsync("GET /api/v2/batches", GatewayHost.WithKey("X-Trace: caf\u00C3\u00A9"))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a%20b", "a b")]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%2fb", "a/b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("a%25252Fb", "a%252Fb")]
    [InlineData("a+b", "a+b")]
    [InlineData("a%2Bb", "a+b")]
    [InlineData("a%3Fb%23c", "a?b#c")]
    [InlineData("%27%20OR%201%3D1--", "' OR 1=1--")]
    [InlineData("%E6%97%A5%E6%9C%AC", "日本")]
    [InlineData("%F0%9F%98%80", "😀")]
    [InlineData("%D0%90", "А")]
    [InlineData("A", "A")]
    [InlineData("a~2Fb", "a~2Fb")]
    [InlineData("a%7E2Fb", "a~2Fb")]
    [InlineData("0A", "0A")]
    [InlineData("%3Cscript%3E", "<script>")]
    [InlineData("list-al%6C", "list-all-is-a-literal")]
    [InlineData("...", "...")]
    [InlineData("%2E%2E%2Fx", "../x")]
    public async Task Ids_ArriveAsTheCallerChoseThem(string segment, string id)
    {
        var answer = await _host.SendRawAsync($"GET /api/v2/graph/{segment}", GatewayHost.WithKey());

        answer.Status.ShouldBe(200, answer.Body);
        if (id == "list-all-is-a-literal")
        {
            answer.Json.TryGetProperty("graphs", out _).ShouldBeTrue();
            return;
        }

        _host.Memory.Asked.Single().ShouldBe(id);
        answer.Json.GetProperty("graph_id").GetString().ShouldBe(id);
    }

    [Theory]
    [InlineData("a%")]
    [InlineData("a%2")]
    [InlineData("a%zz")]
    [InlineData("a%+1")]
    [InlineData("%FF")]
    [InlineData("%C0%80")]
    [InlineData("%ED%A0%80")]
    [InlineData("%2E%2E")]
    [InlineData("%01")]
    [InlineData("%0D%0AX-Injected%3A1")]
    [InlineData("%E2%80%AEabc")]
    [InlineData("%20a")]
    public async Task Ids_ThatCannotBe_AreRefused(string segment)
    {
        var answer = await _host.SendRawAsync($"GET /api/v2/graph/{segment}", GatewayHost.WithKey());

        answer.ShouldBeError(400, answer.Code!);
        answer.Headers["X-Injected"].ShouldBeEmpty();
        _host.Memory.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ids_OfTenKilobytes_AreRefusedWithJson()
    {
        var answer = await _host.SendRawAsync($"GET /api/v2/users/{new string('x', 10_000)}", GatewayHost.WithKey());
        answer.ShouldBeError(400, "too_long");

        var longest = string.Concat(Enumerable.Repeat("%F0%9F%98%80", 500));
        (await _host.SendRawAsync($"GET /api/v2/users/{longest}", GatewayHost.WithKey())).Status.ShouldBe(200);
    }

    // Kestrel itself refuses an escaped NUL, before the gateway's code and without a body.
    [Fact]
    public async Task Ids_WithNul_AreRefused()
    {
        (await _host.SendRawAsync("GET /api/v2/users/a%00b", GatewayHost.WithKey())).Status.ShouldBe(400);
        _host.Memory.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/api/v2/users/../graph/g")]
    [InlineData("/x/../api/v2/graph/g")]
    [InlineData("/api/v2//graph/g")]
    public async Task DotSegments_LeadNowhere(string path)
    {
        var answer = await _host.SendRawAsync($"GET {path}", GatewayHost.WithKey());
        answer.ShouldBeError(404, "no_such_route");
        _host.Memory.Asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/api/v2/graph/a%2Fb", "/api/v2/graph/a~2Fb")]
    [InlineData("/api/v2/graph/a%252Fb", "/api/v2/graph/a~252Fb")]
    [InlineData("/api/v2/graph/a+b", "/api/v2/graph/a~2Bb")]
    [InlineData("/api/v2/graph/%61", "/api/v2/graph/a")]
    [InlineData("/api/v2/graph/a~2Fb", "/api/v2/graph/a~7E2Fb")]
    public void Canonical_IsOneFormForOneId(string target, string path) => ApiPath.Canonical(target).ShouldBe(path);

    [Fact]
    public async Task AbsoluteTargets_AreUnderstood()
    {
        (await _host.SendRawAsync("GET http://x/api/v2/graph/a%252Fb?q=1", GatewayHost.WithKey())).Status.ShouldBe(200);
        _host.Memory.Asked.Single().ShouldBe("a%2Fb");
    }
}
