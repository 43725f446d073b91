using System.Text;

namespace Orleans.Batch.Gateway.Tests.V4;

/// <summary>Every failure below the prefix has the format of version 4; the other paths have that of version 3.</summary>
public sealed class ErrorFormatTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    [Theory]
    [InlineData("GET", "/api/v4/agents", 404, "not_found")]
    [InlineData("GET", "/api/v4/graphs/0f6e0000-0000-7000-8000-0000000000a4/hyperedges", 404, "not_found")]
    [InlineData("GET", "/api/v4", 404, "not_found")]
    [InlineData("PUT", "/api/v4/batches", 405, "invalid_request")]
    [InlineData("GET", "/api/v4/batches/%zz", 400, "invalid_request")]
    public async Task Router_OfTheVersion_AnswersInItsFormat(string method, string path, int status, string code) =>
        (await fixture.Fresh().SendRawAsync($"{method} {path}", GatewayHost.WithKey("Content-Length: 0"))).ShouldBeErrorV4(status, code);

    [Theory]
    [InlineData("/api/v5/batches")]
    [InlineData("/api/v41/batches")]
    [InlineData("/api/batches")]
    public async Task UnknownVersion_AnswersInTheFormatOfVersion3(string path) =>
        (await fixture.Fresh().SendRawAsync($"GET {path}", GatewayHost.WithKey())).ShouldBeError(404, "no_such_route");

    [Fact]
    public async Task Body_TooLarge_Is413()
    {
        var answer = await fixture.Fresh().PostAsync("api/v4/users", new byte[(1 << 20) + 1]);

        answer.ShouldBeErrorV4(413, "payload_too_large");
    }

    [Fact]
    public async Task Keys_TooManyWrongOnes_Are429WithRetryAfter()
    {
        await using var host = await GatewayHost.StartAsync(o => o.RefusedKeysPerMinute = 1);
        (await host.SendRawAsync("GET /api/v4/batches", "Authorization: Api-Key no")).ShouldBeErrorV4(401, "unauthorized");

        var answer = await host.SendRawAsync("GET /api/v4/batches", "Authorization: Api-Key no");

        answer.ShouldBeErrorV4(429, "rate_limited");
        answer.Headers["Retry-After"].ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(ErrorKind.Conflict, ErrorCodes.NotADraft, 409, "conflict")]
    [InlineData(ErrorKind.Conflict, ErrorCodes.IdempotencyInFlight, 409, "conflict")]
    [InlineData(ErrorKind.NotFound, ErrorCodes.NotFound, 404, "not_found")]
    [InlineData(ErrorKind.InvalidRequest, ErrorCodes.AlreadyExists, 400, "already_exists")]
    [InlineData(ErrorKind.InvalidRequest, ErrorCodes.EmptyBatch, 400, "invalid_request")]
    [InlineData(ErrorKind.IdempotencyMismatch, ErrorCodes.IdempotencyMismatch, 422, "idempotency_mismatch")]
    [InlineData(ErrorKind.OutcomeUnknown, ErrorCodes.OutcomeUnknown, 424, "outcome_unknown")]
    [InlineData(ErrorKind.Unavailable, ErrorCodes.Unavailable, 503, "unavailable")]
    public async Task Refusal_OfTheService_KeepsItsNarrowCodeAsReason(ErrorKind kind, string narrow, int status, string code)
    {
        var host = fixture.Fresh();
        host.Service.Fault = new BatchServiceException(kind, narrow, "it is refused");

        var error = (await host.PostAsync("api/v4/batches", "{}")).ShouldBeErrorV4(status, code);

        error.GetProperty("message").GetString()!.ShouldStartWith("it is refused");
        if (narrow == code)
        {
            error.TryGetProperty("details", out _).ShouldBeFalse();
        }
        else
        {
            error.GetProperty("details").GetProperty("reason").GetString().ShouldBe(narrow);
        }
    }

    [Fact]
    public async Task Fault_OfTheService_Is500WithoutItsText()
    {
        var host = fixture.Fresh();
        host.Service.Fault = new InvalidOperationException("secret");

        var answer = await host.PostAsync("api/v4/batches", "{}");

        answer.ShouldBeErrorV4(500, "internal");
        answer.Body.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("batches/alice", "batch_uuid")]
    [InlineData("batches/0f6e0000000070008000000000000000", "batch_uuid")]
    [InlineData("users/ann", "user_uuid")]
    [InlineData("threads/t1", "thread_uuid")]
    [InlineData("threads/t1/context", "thread_uuid")]
    [InlineData("graphs/%7B0f6e0000-0000-7000-8000-0000000000a4%7D", "graph_uuid")]
    [InlineData("tasks/1", "task_uuid")]
    [InlineData("threads?user_uuid=ann", "user_uuid")]
    public async Task Address_ThatIsNoUuid_IsAnInvalidIdentifier(string path, string param)
    {
        var error = (await fixture.Fresh().GetAsync("api/v4/" + path)).ShouldBeErrorV4(400, "invalid_identifier");

        error.GetProperty("param").GetString().ShouldBe(param);
    }

    [Theory]
    [InlineData("users", "0f6e0000-0000-7000-8000-0000000000a2")]
    [InlineData("threads", "0f6e0000-0000-7000-8000-0000000000a1")]
    [InlineData("graphs", "0f6e0000-0000-7000-8000-0000000000a3")]
    [InlineData("graphs", "0f6e0000-0000-7000-8000-0000000000ff")]
    public async Task Address_OfAnotherKindOfObject_IsNotFound(string list, string uuid) =>
        (await fixture.Fresh().GetAsync($"api/v4/{list}/{uuid}")).ShouldBeErrorV4(404, "not_found");

    [Fact]
    public async Task Address_InUpperCase_IsTheSame() =>
        (await fixture.Fresh().GetAsync($"api/v4/users/{FakeDirectory.UserUuid.ToString().ToUpperInvariant()}")).Status.ShouldBe(200);

    [Fact]
    public async Task Items_Malformed_AreAllListedAndNoneIsAdded()
    {
        var host = fixture.Fresh();
        var body = new StringBuilder("""{"items":[""")
            .Append($$"""{"type":"graph_episode","graph_uuid":"{{FakeDirectory.GraphUuid}}","data":"x","data_type":"text"},""")
            .Append("""{"type":"graph_episode","graph_uuid":"old-id","data":"x","data_type":"text"},""")
            .Append($$"""{"type":"graph_episode","graph_uuid":"{{Guid.Empty}}","user_uuid":"{{Guid.Empty}}","data":"x","data_type":"text"},""")
            .Append("""{"type":"graph_episode","data":"x","data_type":"text"},""")
            .Append("""{"type":"thread_message","content":"x","role":"user"},""")
            .Append($$"""{"type":"thread_message","thread_uuid":"{{FakeDirectory.ThreadUuid}}","role":"user"}]}""");

        var error = (await host.PostAsync($"api/v4/batches/{host.Service.BatchId}/items", body.ToString())).ShouldBeErrorV4(400, "invalid_identifier");

        error.GetProperty("details").GetProperty("error_count").GetInt32().ShouldBe(5);
        error.GetProperty("details").GetProperty("errors").EnumerateArray()
            .Select(e => $"{e.GetProperty("index")} {e.GetProperty("param")} {e.GetProperty("code")}").ShouldBe(
            [
                "1 graph_uuid invalid_identifier", "2 graph_uuid contradiction", "3 graph_uuid required", "4 thread_uuid required",
                "5 content required",
            ]);
        host.Service.Added.ShouldBeEmpty();
    }

    [Fact]
    public async Task Message_WithAUuid_IsRefused()
    {
        var body = $$"""{"messages":[{"role":"user","content":"x","uuid":"{{Guid.Empty}}"}]}""";

        var error = (await fixture.Fresh().PostAsync($"api/v4/threads/{FakeDirectory.ThreadUuid}/messages", body)).ShouldBeErrorV4(400, "invalid_request");

        error.GetProperty("param").GetString().ShouldBe("uuid");
    }
}
