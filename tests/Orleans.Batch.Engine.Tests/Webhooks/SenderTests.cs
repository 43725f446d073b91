using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Orleans.Batch.Engine.Tests.Webhooks.Support;
using Orleans.Batch.TestKit.Webhooks;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.Engine.Tests.Webhooks;

/// <summary>The effects of a receiver's behavior on an attempt, over real sockets.</summary>
public sealed class SenderTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan MuchLonger = Eventually.MaxWait;

    [Fact]
    public async Task SendAsync_WellBehaved_IsDeliveredAndSigned()
    {
        await using var receiver = RawReceiver.Answering("200 OK");
        using var rig = SenderRig.Allowing(receiver);
        using var trace = new Activity("ours").Start(); // the trace context must not reach the receiver
        var delivery = SenderRig.Delivery(receiver.Url) with { Secrets = [WebhookSecret.Create(), WebhookSecret.Create()] };

        var answer = await rig.Sender.SendAsync(delivery, TimeSpan.FromSeconds(3), CancellationToken.None);

        answer.Status.ShouldBe(200);
        Text(answer).ShouldBe("ok");
        var got = receiver.Exchanges.ShouldHaveSingleItem();
        got.Head.ShouldStartWith("POST /hook HTTP/1.1\r\n");
        got.Body.ShouldBe(delivery.Payload);
        got.Header("Content-Type").ShouldBe("application/json");
        got.Header("svix-id").ShouldBe(delivery.MessageId.ToString());
        got.Header("svix-timestamp").ShouldBe(delivery.Now.AddSeconds(3).ToUnixTimeSeconds().ToString());
        got.Header("svix-signature").ShouldBe(WebhookSignature.Sign(
            delivery.MessageId.ToString(), delivery.Now.ToUnixTimeSeconds() + 3, Encoding.UTF8.GetBytes(got.Body), delivery.Secrets));
        foreach (var part in (string[])["id", "timestamp", "signature"])
        {
            got.Header($"webhook-{part}").ShouldBe(got.Header($"svix-{part}"));
        }

        got.Head.ShouldNotContain("traceparent", Case.Insensitive);
    }

    [Fact]
    public async Task SendAsync_NeverAnswers_EndsAtTheTimeoutAndCloses()
    {
        var asked = new TaskCompletionSource();
        var closed = new TaskCompletionSource();
        await using var receiver = new RawReceiver(async e =>
        {
            asked.SetResult();
            await e.UntilClosedAsync();
            closed.SetResult();
        });
        var clock = new FakeTimeProvider();
        using var rig = new SenderRig(o => RawReceiver.Allow(o, receiver), time: clock);

        var sending = rig.SendAsync(receiver.Url);
        await asked.Task.WaitAsync(MuchLonger);
        clock.Advance(TimeSpan.FromHours(1));

        (await sending.WaitAsync(MuchLonger)).Error.ShouldBe("no answer within 20 s");
        await closed.Task.WaitAsync(MuchLonger);
    }

    [Fact]
    public async Task SendAsync_ConnectionBreaksBehindA2xx_IsTheReceiversWord()
    {
        await using var receiver = new RawReceiver(e => e.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
        using var rig = SenderRig.Allowing(receiver);

        var answer = await rig.Sender.SendAsync(SenderRig.Delivery(receiver.Url), TimeSpan.Zero, CancellationToken.None);

        answer.Status.ShouldBe(200);
        Text(answer).ShouldBe("half");
    }

    [Fact]
    public async Task SendAsync_ConnectionBreaksBeforeTheStatus_FailsAndIsSentAgainUnderTheSameId()
    {
        await using var receiver = new RawReceiver(e => e.WriteAsync("HTTP/1.1 2"));
        using var rig = SenderRig.Allowing(receiver);
        var delivery = SenderRig.Delivery(receiver.Url);

        var first = await rig.Sender.SendAsync(delivery, TimeSpan.Zero, CancellationToken.None);
        var second = await rig.Sender.SendAsync(delivery, TimeSpan.FromSeconds(5), CancellationToken.None);

        first.Status.ShouldBeNull();
        second.Status.ShouldBeNull();
        receiver.Exchanges.Select(e => e.Header("svix-id")).Distinct().ShouldHaveSingleItem();
        receiver.Exchanges.Select(e => e.Header("svix-timestamp")).Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task SendAsync_HeadersByteByByte_EndsAtTheTimeout()
    {
        await using var receiver = new RawReceiver(async e =>
        {
            await e.WriteAsync("HTTP/1.1 200 OK\r\nX: ");
            await e.WriteForEverAsync("a", TimeSpan.FromMilliseconds(50));
        });

        await EndsAtTheTimeoutAsync(receiver);
    }

    [Fact]
    public async Task SendAsync_BodyByteByByte_EndsAtTheTimeoutWithTheStatusThatCame()
    {
        await using var receiver = new RawReceiver(async e =>
        {
            await e.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n");
            await e.WriteForEverAsync("b", TimeSpan.FromMilliseconds(20));
        });
        var (answer, timeout) = (new AttemptResponse(null, null, default, false, null), Short);
        for (; answer.Response.Length == 0 && timeout < MuchLonger; timeout *= 4)
        {
            // The arrival of status and body depends on the machine: if it is not in time, the output says more.
            using var rig = new SenderRig(o =>
            {
                o.AttemptTimeout = timeout;
                RawReceiver.Allow(o, receiver);
            });
            var began = Stopwatch.GetTimestamp();
            answer = await rig.SendAsync(receiver.Url).WaitAsync(MuchLonger);
            Stopwatch.GetElapsedTime(began).ShouldBeGreaterThan(timeout / 2);
        }

        answer.Status.ShouldBe(200);
        Text(answer).ShouldMatch("^b+$");
    }

    [Theory]
    [InlineData("Content-Length: 10000000000")]
    [InlineData("Connection: close")]
    public async Task SendAsync_EndlessBody_KeepsTheBeginningAndCloses(string framing)
    {
        var closed = new TaskCompletionSource();
        await using var receiver = new RawReceiver(async e =>
        {
            try
            {
                await e.WriteAsync($"HTTP/1.1 500 Oh\r\n{framing}\r\n\r\n");
                await e.WriteForEverAsync(new string('x', 4096));
            }
            finally
            {
                closed.SetResult();
            }
        });
        using var rig = SenderRig.Allowing(receiver);

        var answer = await rig.SendAsync(receiver.Url).WaitAsync(MuchLonger);

        answer.Status.ShouldBe(500);
        answer.Response.Length.ShouldBe(20_000);
        await closed.Task.WaitAsync(MuchLonger);
    }

    [Fact]
    public async Task SendAsync_EndlessHeaders_FailsAndCloses()
    {
        var closed = new TaskCompletionSource();
        await using var receiver = new RawReceiver(async e =>
        {
            try
            {
                await e.WriteAsync("HTTP/1.1 200 OK\r\n");
                await e.WriteForEverAsync("X-Again: and again\r\n");
            }
            finally
            {
                closed.SetResult();
            }
        });
        using var rig = SenderRig.Allowing(receiver);

        var answer = await rig.SendAsync(receiver.Url).WaitAsync(MuchLonger);

        answer.Status.ShouldBeNull();
        answer.Error.ShouldBe("the answer's headers are too long");
        await closed.Task.WaitAsync(MuchLonger);
    }

    [Theory]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("303 See Other")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task SendAsync_Redirect_FailsAndNeverVisitsTheSecondHop(string status)
    {
        await using var second = RawReceiver.Answering("200 OK");
        await using var first = RawReceiver.Answering(status, $"Location: {second.Url}");
        using var rig = SenderRig.Allowing(first, second);

        var answer = await rig.SendAsync(first.Url);

        answer.Status.ShouldBe(int.Parse(status[..3]));
        var record = AttemptOutcome.FromResponse(answer, 1, TimeSpan.Zero, TimeSpan.Zero, 0);
        record.Verdict.ShouldBe(AttemptVerdict.Retry);
        record.Error.ShouldBe($"redirects are not followed (status {status[..3]})");
        first.Connections.ShouldBe(1);
        second.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task SendAsync_Cookies_AreNotKept()
    {
        await using var receiver = RawReceiver.Answering("200 OK", "Set-Cookie: a=b");
        using var rig = SenderRig.Allowing(receiver);

        await rig.SendAsync(receiver.Url);
        await rig.SendAsync(receiver.Url);

        receiver.Exchanges.Count.ShouldBe(2);
        receiver.Exchanges.ShouldAllBe(e => !e.Head.Contains("Cookie", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task SendAsync_Stopped_Throws()
    {
        using var stop = new CancellationTokenSource();
        await using var receiver = new RawReceiver(async e =>
        {
            await stop.CancelAsync();
            await e.UntilClosedAsync();
        });
        using var rig = SenderRig.Allowing(receiver);

        await Should.ThrowAsync<OperationCanceledException>(
            rig.Sender.SendAsync(SenderRig.Delivery(receiver.Url), TimeSpan.Zero, stop.Token).AsTask());
    }

    private static async Task EndsAtTheTimeoutAsync(RawReceiver receiver)
    {
        using var rig = new SenderRig(o =>
        {
            o.AttemptTimeout = Short;
            RawReceiver.Allow(o, receiver);
        });
        var began = Stopwatch.GetTimestamp();

        var answer = await rig.SendAsync(receiver.Url).WaitAsync(MuchLonger);

        Stopwatch.GetElapsedTime(began).ShouldBeGreaterThan(Short / 2);
        answer.Status.ShouldBeNull();
        answer.Error.ShouldBe("no answer within 0.4 s");
    }

    private static string Text(AttemptResponse answer) => Encoding.Latin1.GetString(answer.Response.Span);
}
