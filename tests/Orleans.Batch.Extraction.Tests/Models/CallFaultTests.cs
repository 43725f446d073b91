using System.Diagnostics;
using Orleans.Batch.Models;
using Orleans.Batch.TestKit.Models;

namespace Orleans.Batch.Extraction.Tests.Models;

/// <summary>Each way to fail has its fault, and a message that says what the endpoint said.</summary>
public sealed class CallFaultTests
{
    [Theory]
    [InlineData(StubBehavior.RateLimited, ModelFault.RateLimited, "too many requests (429): Rate limit reached")]
    [InlineData(StubBehavior.RateLimitedWithoutHint, ModelFault.RateLimited, "too many requests (429)")]
    [InlineData(StubBehavior.NoCredit, ModelFault.Refused, "no credit left (429): You exceeded your current quota")]
    [InlineData(StubBehavior.ServerError, ModelFault.Unavailable, "fails (500): The server had an error")]
    [InlineData(StubBehavior.ClosedConnection, ModelFault.Unavailable, "broke the connection")]
    [InlineData(StubBehavior.ClosedInBody, ModelFault.Unavailable, "broke the connection")]
    [InlineData(StubBehavior.EndlessBody, ModelFault.Unavailable, "longer than 16 MB")]
    [InlineData(StubBehavior.WebPage, ModelFault.Unavailable, "not a chat completion")]
    [InlineData(StubBehavior.Redirect, ModelFault.Refused, "redirects to another address")]
    [InlineData(StubBehavior.Unauthorized, ModelFault.Refused, "refuses the API key (401)")]
    [InlineData(StubBehavior.UnknownModel, ModelFault.Refused, "(404): The model `stub` does not exist")]
    [InlineData(StubBehavior.ContextTooLarge, ModelFault.TooLarge, "does not fit into the model's context (400)")]
    [InlineData(StubBehavior.CutJson, ModelFault.Truncated, "cut off")]
    [InlineData(StubBehavior.ModelRefusal, ModelFault.Malformed, "refused to answer")]
    public async Task AskAsync_OfARequestThatFails_ThrowsItsFault(StubBehavior behavior, ModelFault fault, string message)
    {
        await using var scenario = await ModelScenario.StartAsync();
        scenario.Stub.Plan.Next(behavior);

        var thrown = await scenario.AskAsync().ShouldThrowAsync<ModelCallException>();

        thrown.Fault.ShouldBe(fault);
        thrown.Message.ShouldContain(message);
        scenario.Stub.Chats.Count.ShouldBe(1, "the client library repeats nothing");
        (await scenario.AskAsync()).Text.ShouldContain("WORKS_AT");
    }

    [Theory]
    [InlineData(StubBehavior.BrokenJson)]
    [InlineData(StubBehavior.WrongSchema)]
    public async Task Read_OfAnAnswerOfAnotherForm_IsMalformed(StubBehavior behavior)
    {
        await using var scenario = await ModelScenario.StartAsync();
        scenario.Stub.Plan.Next(behavior);
        var window = Windows.Of("FACT: Ada | WORKS_AT | Acme");

        var answer = await scenario.AskAsync(window);

        Should.Throw<ModelCallException>(() => scenario.Model.Read(window, answer.Text)).Fault.ShouldBe(ModelFault.Malformed);
    }

    [Fact]
    public async Task AskAsync_OfAHangingEndpoint_EndsAtTheTimeout()
    {
        await using var scenario = await ModelScenario.StartAsync();
        scenario.Profile.Timeout = TimeSpan.FromSeconds(0.5);
        scenario.Stub.Plan.Next(StubBehavior.Hanging);
        var begun = Stopwatch.GetTimestamp();

        var thrown = await scenario.AskAsync().ShouldThrowAsync<ModelCallException>();

        thrown.Fault.ShouldBe(ModelFault.Unavailable);
        thrown.Message.ShouldBe("The endpoint did not answer within 0.5 seconds.");
        Stopwatch.GetElapsedTime(begun).ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task AskAsync_ThatTheCallerCancels_IsCanceled()
    {
        await using var scenario = await ModelScenario.StartAsync();
        scenario.Stub.Plan.Next(StubBehavior.Hanging);
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(0.3));
        var request = scenario.Model.Compose(scenario.Profile, Windows.Of("hello"));

        await Should.ThrowAsync<OperationCanceledException>(async () => await scenario.Client.AskAsync(scenario.Profile, request, cancel.Token));
    }

    [Fact]
    public async Task AskAsync_OfAnUnreachableEndpoint_SaysWhichOne()
    {
        await using var scenario = await ModelScenario.StartAsync();
        scenario.Profile.Endpoint = new Uri("http://127.0.0.1:9/v1");

        var thrown = await scenario.AskAsync().ShouldThrowAsync<ModelCallException>();

        thrown.Fault.ShouldBe(ModelFault.Unavailable);
        thrown.Message.ShouldContain("127.0.0.1:9 cannot be reached");
    }

    [Fact]
    public async Task AskAsync_OfAPromptBeyondTheContext_IsTooLargeAndNotSent()
    {
        await using var scenario = await ModelScenario.StartAsync();
        scenario.Profile.ContextTokens = 8_192;

        var thrown = await scenario.AskAsync(Windows.Of(new string('x', 100_000))).ShouldThrowAsync<ModelCallException>();

        thrown.Fault.ShouldBe(ModelFault.TooLarge);
        scenario.Stub.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task AskAsync_OfACutAnswer_CountsItsTokens()
    {
        await using var scenario = await ModelScenario.StartAsync();
        scenario.Stub.Plan.Next(StubBehavior.CutJson);

        var thrown = await scenario.AskAsync().ShouldThrowAsync<ModelCallException>();

        thrown.InputTokens.ShouldBeGreaterThan(100);
        thrown.OutputTokens.ShouldBeGreaterThan(10);
    }

    [Fact]
    public async Task AskAsync_ReportsLimitsAndTokens()
    {
        await using var scenario = await ModelScenario.StartAsync(s => s.Headers = new Dictionary<string, string>
        {
            ["x-ratelimit-remaining-requests"] = "0", ["x-ratelimit-reset-requests"] = "1m30s",
            ["x-ratelimit-remaining-tokens"] = "1234", ["x-ratelimit-reset-tokens"] = "6m0s",
        });
        var window = Windows.Of("FACT: Ada | WORKS_AT | Acme");

        var answer = await scenario.AskAsync(window);

        answer.Limits.ShouldBe(new EndpointLimits(null, 0, 1234, TimeSpan.FromSeconds(90)));
        answer.InputTokens.ShouldBeInRange(100, scenario.Model.Compose(scenario.Profile, window).InputTokens);
        answer.OutputTokens.ShouldBeInRange(10, 100);
    }

    [Theory]
    [InlineData("7", 7.0)]
    [InlineData("0", 0.0)]
    [InlineData("1.5", 1.5)]
    [InlineData("-3", null)]
    [InlineData("soon", null)]
    public async Task AskAsync_OfARateLimit_ReportsRetryAfter(string header, double? seconds)
    {
        await using var scenario = await ModelScenario.StartAsync(s => s.RetryAfter = header);
        scenario.Stub.Plan.Next(StubBehavior.RateLimited);

        var thrown = await scenario.AskAsync().ShouldThrowAsync<ModelCallException>();

        thrown.Limits.RetryAfter.ShouldBe(seconds is { } some ? TimeSpan.FromSeconds(some) : null);
    }

    [Fact]
    public async Task AskAsync_OfARateLimitUntilADate_ReportsTheWait()
    {
        await using var scenario = await ModelScenario.StartAsync(s => s.RetryAfter = TimeProvider.System.GetUtcNow().AddSeconds(90).ToString("R"));
        scenario.Stub.Plan.Next(StubBehavior.RateLimited);

        var thrown = await scenario.AskAsync().ShouldThrowAsync<ModelCallException>();

        thrown.Limits.RetryAfter!.Value.TotalSeconds.ShouldBeInRange(60, 91);
    }

    [Theory]
    [InlineData("1s", 1.0)]
    [InlineData("6m0s", 360.0)]
    [InlineData("20ms", 0.02)]
    [InlineData("1h2m3.5s", 3_723.5)]
    [InlineData("7.66s", 7.66)]
    [InlineData("12", 12.0)]
    [InlineData("1d", 86_400.0)]
    [InlineData("99999999999d", 86_400.0)]
    [InlineData("", null)]
    [InlineData("s", null)]
    [InlineData("1x", null)]
    [InlineData("1s2", null)]
    [InlineData("..s", null)]
    public void Duration_ReadsOpenAIsForms(string text, double? seconds) =>
        Extraction.Models.LimitHeaders.Duration(text).ShouldBe(seconds is { } some ? TimeSpan.FromSeconds(some) : null);
}
