using System.Text;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>Statuses, names and shapes of the webhook calls.</summary>
public sealed class WebhookWireTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private const string Endpoints = "api/v2/webhooks/endpoints";

    private static readonly string One = $"{Endpoints}/{FakeWebhooks.EndpointId}";

    private readonly GatewayHost _host = fixture.Fresh();

    [Fact]
    public async Task Create_AnswersOnceWithTheSecret()
    {
        var answer = await _host.PostAsync(
            Endpoints,
            """{"url":"https://hooks.example.com/in","events":["episode.processed"],"description":"d","status":"disabled","x":[1]}""");

        answer.Status.ShouldBe(201, answer.Body);
        answer.Json.GetProperty("secret").GetString().ShouldBe(FakeWebhooks.Secret);
        answer.Json.GetProperty("status").GetString().ShouldBe("disabled");
        answer.Json.GetProperty("disabled_reason").GetString().ShouldBe("nothing but failures");
        answer.Json.GetProperty("failing_since").GetString().ShouldBe("2026-10-10T06:00:00Z");
        answer.Json.TryGetProperty("last_success_at", out _).ShouldBeFalse();
        var fields = _host.Webhooks.Calls.ShouldHaveSingleItem().ShouldBeOfType<WebhookEndpointFields>();
        (fields.Url, fields.Description, fields.Enabled).ShouldBe(("https://hooks.example.com/in", "d", false));
        fields.Events.ShouldBe(["episode.processed"]);
        (await _host.GetAsync(One)).Body.ShouldNotContain("secret");
    }

    [Fact]
    public async Task Create_WhatIsWrong_IsSaidAllAtOnce()
    {
        (await _host.PostAsync(Endpoints, "{}")).ShouldBeError(400, "required").Message.ShouldContain("url");
        var answer = await _host.PostAsync(Endpoints, """{"url":1,"events":["a",null,{}],"status":"off","description":"\u0000"}""");
        answer.ShouldBeError(400, "wrong_type").Errors.Length.ShouldBe(5);
        (await _host.PostAsync(Endpoints, "")).ShouldBeError(400, "malformed_json");
    }

    [Fact]
    public async Task List_LimitAndCursor_ArePassedOn()
    {
        var answer = await _host.GetAsync(Endpoints + "?limit=5000&cursor=abc");

        answer.Json.GetProperty("next_cursor").GetString().ShouldBe("next");
        answer.Json.GetProperty("endpoints").GetArrayLength().ShouldBe(1);
        _host.Webhooks.Calls.ShouldBe([(1_000, "abc")]);
        (await _host.GetAsync(Endpoints + "?limit=0")).ShouldBeError(400, "out_of_range");
    }

    [Fact]
    public async Task Update_WhatIsNotGiven_IsNull()
    {
        using var body = new StringContent("""{"status":"enabled"}""", Encoding.UTF8, "application/json");
        (await Answer.OfAsync(await _host.Client.PatchAsync(One, body))).Status.ShouldBe(200);

        _host.Webhooks.Calls.ShouldBe([new WebhookEndpointFields { Enabled = true }]);
    }

    [Theory]
    [InlineData("", 86_400)]
    [InlineData("{}", 86_400)]
    [InlineData("""{"overlap_seconds":0}""", 0)]
    [InlineData("""{"overlap_seconds":604800}""", 604_800)]
    public async Task RotateSecret_AnswersWithTheNewSecret(string body, int seconds)
    {
        var answer = await _host.PostAsync(One + "/rotate-secret", body);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("secret").GetString().ShouldBe(FakeWebhooks.Secret);
        _host.Webhooks.Calls.ShouldBe([TimeSpan.FromSeconds(seconds)]);
    }

    [Theory]
    [InlineData("-1", "out_of_range")]
    [InlineData("604801", "out_of_range")]
    [InlineData("1.5", "out_of_range")]
    [InlineData("\"1\"", "wrong_type")]
    public async Task RotateSecret_OtherOverlaps_AreRefused(string overlap, string code) =>
        (await _host.PostAsync(One + "/rotate-secret", $$"""{"overlap_seconds":{{overlap}}}""")).ShouldBeError(400, code);

    [Fact]
    public async Task Attempts_ShowWhatHappened()
    {
        var answer = await _host.GetAsync(One + "/attempts");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.TryGetProperty("next_cursor", out _).ShouldBeFalse();
        var attempt = answer.Json.GetProperty("attempts")[0];
        attempt.GetProperty("message_id").GetGuid().ShouldBe(FakeWebhooks.MessageId);
        attempt.GetProperty("attempt").GetInt32().ShouldBe(2);
        attempt.GetProperty("duration_ms").GetInt32().ShouldBe(1_234);
        attempt.GetProperty("status_code").GetInt32().ShouldBe(500);
        attempt.GetProperty("response").GetString().ShouldBe("öps");
        attempt.TryGetProperty("next_attempt_at", out _).ShouldBeFalse();
        _host.Webhooks.Calls.ShouldBe([(50, (string?)null)]);
    }

    [Fact]
    public async Task TestResendRecoverDelete_Answer()
    {
        var test = await _host.PostAsync(One + "/test", "");
        (test.Status, test.Json.GetProperty("message_id").GetGuid()).ShouldBe((202, FakeWebhooks.MessageId));

        var resend = await _host.PostAsync($"api/v2/webhooks/messages/{FakeWebhooks.MessageId}/resend", "");
        (resend.Status, resend.Json.GetProperty("endpoints").GetInt32()).ShouldBe((202, 3));

        var recover = await _host.PostAsync(
            One + "/recover", """{"since":"2026-10-01T00:00:00+02:00","until":"2026-10-02T00:00:00Z"}""");
        (recover.Status, recover.Json.GetProperty("messages").GetInt32()).ShouldBe((202, 7));
        _host.Webhooks.Calls.ShouldBe(
            [(new DateTimeOffset(2026, 9, 30, 22, 0, 0, default), new DateTimeOffset(2026, 10, 2, 0, 0, 0, default))]);
        (await _host.PostAsync(One + "/recover", "{}")).ShouldBeError(400, "required");

        var delete = await Answer.OfAsync(await _host.Client.DeleteAsync(One));
        (delete.Status, delete.Json.GetProperty("message").GetString()).ShouldBe(
            (200, $"Webhook endpoint {FakeWebhooks.EndpointId} successfully deleted."));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("PATCH", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "/rotate-secret")]
    [InlineData("POST", "/test")]
    [InlineData("GET", "/attempts")]
    [InlineData("POST", "/recover")]
    public async Task EveryCall_AnotherEndpoint_Is404AndNoUuid400(string method, string rest)
    {
        foreach (var (id, status, code) in ((string, int, string)[])[(Guid.NewGuid().ToString(), 404, "not_found"), ("x", 400, "invalid_id")])
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), $"{Endpoints}/{id}{rest}");
            if (method != "GET")
            {
                request.Content = new StringContent("""{"since":"2026-10-01T00:00:00Z"}""");
            }

            (await Answer.OfAsync(await _host.Client.SendAsync(request))).ShouldBeError(status, code);
        }
    }

    [Fact]
    public async Task EveryCall_WithoutAKey_Is401()
    {
        using var anonymous = _host.NewClient();
        (await Answer.OfAsync(await anonymous.GetAsync(Endpoints))).ShouldBeError(401, "unauthorized");
    }
}
