using System.Globalization;
using Orleans.Batch.Engine.Tests.Webhooks.Support;
using Orleans.Batch.TestKit.Webhooks;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.Engine.Tests.Webhooks;

/// <summary>The consequences of an answer, from the socket to the record.</summary>
public sealed class VerdictTests
{
    private static readonly TimeSpan Cap = TimeSpan.FromHours(10);

    [Theory]
    [InlineData("200 OK", AttemptVerdict.Delivered)]
    [InlineData("204 No Content", AttemptVerdict.Delivered)]
    [InlineData("299 Odd", AttemptVerdict.Delivered)]
    [InlineData("300 Choices", AttemptVerdict.Retry)]
    [InlineData("304 Not Modified", AttemptVerdict.Retry)]
    [InlineData("400 Bad", AttemptVerdict.Retry)]
    [InlineData("401 Who", AttemptVerdict.Retry)]
    [InlineData("404 Where", AttemptVerdict.Retry)]
    [InlineData("410 Gone", AttemptVerdict.Gone)]
    [InlineData("429 Slow", AttemptVerdict.Retry)]
    [InlineData("500 Oh", AttemptVerdict.Retry)]
    [InlineData("503 Later", AttemptVerdict.Retry)]
    [InlineData("599 Odd", AttemptVerdict.Retry)]
    public async Task Status_Decides(string status, AttemptVerdict verdict)
    {
        var record = await AttemptAsync(1, status);

        record.Verdict.ShouldBe(verdict);
        record.Status.ShouldBe(int.Parse(status[..3], CultureInfo.InvariantCulture));
        (record.Error is null).ShouldBe(verdict == AttemptVerdict.Delivered);
        record.RetryAfter.ShouldBe(verdict == AttemptVerdict.Retry ? TimeSpan.FromSeconds(5) : null);
    }

    [Theory]
    [InlineData("429 Slow", "60", 60)]
    [InlineData("503 Later", "60", 60)]
    [InlineData("503 Later", "99999999", 36_000)]
    [InlineData("503 Later", "Fri, 31 Dec 9999 23:59:59 GMT", 36_000)]
    [InlineData("503 Later", "Thu, 01 Jan 1970 00:00:00 GMT", 5)]
    [InlineData("503 Later", "soon", 5)]
    [InlineData("503 Later", "-1", 5)]
    [InlineData("500 Oh", "60", 5)]
    public async Task RetryAfter_Of429And503_IsHonouredAndCapped(string status, string value, int seconds) =>
        (await AttemptAsync(1, status, $"Retry-After: {value}")).RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("500 Oh", "abort-message", AttemptVerdict.Aborted)]
    [InlineData("302 Found", "ABORT-message", AttemptVerdict.Aborted)]
    [InlineData("200 OK", "abort-message", AttemptVerdict.Delivered)]
    [InlineData("410 Gone", "abort-message", AttemptVerdict.Gone)]
    [InlineData("500 Oh", "continue", AttemptVerdict.Retry)]
    public async Task AbortHeader_StopsTheMessage(string status, string word, AttemptVerdict verdict) =>
        (await AttemptAsync(1, status, $"Webhook-Delivery: {word}")).Verdict.ShouldBe(verdict);

    [Theory]
    [InlineData(7, AttemptVerdict.Retry)]
    [InlineData(8, AttemptVerdict.GaveUp)]
    public async Task LastAttempt_GivesUp(int attempt, AttemptVerdict verdict) =>
        (await AttemptAsync(attempt, "503 Later", "Retry-After: 1")).Verdict.ShouldBe(verdict);

    private static async Task<AttemptRecord> AttemptAsync(int attempt, string status, params string[] headers)
    {
        await using var receiver = RawReceiver.Answering(status, headers);
        using var rig = SenderRig.Allowing(receiver);
        return AttemptOutcome.FromResponse(await rig.SendAsync(receiver.Url), attempt, TimeSpan.Zero, Cap, chance: 0);
    }
}
