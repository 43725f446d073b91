using Microsoft.Extensions.Options;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.Engine.Tests.Realtime;

public sealed class DatabaseRetryPolicyTests
{
    private static readonly TransientStoreException Away = new("the database restarts", new IOException());

    [Fact]
    public async Task RunAsync_DatabaseComesBackInTime_AnswersLate()
    {
        var maxWait = Make(Eventually.MaxWait);
        var attempts = 0;

        var answer = await maxWait.RunAsync(_ => ++attempts < 5 ? throw Away : ValueTask.FromResult(attempts), default);

        answer.ShouldBe(5);
    }

    [Fact]
    public async Task RunAsync_DatabaseStaysAway_GivesUpAfterItsTime()
    {
        var maxWait = Make(TimeSpan.FromMilliseconds(200));
        var begun = TimeProvider.System.GetTimestamp();

        await Should.ThrowAsync<TransientStoreException>(async () => await maxWait.RunAsync<int>(_ => throw Away, default));

        TimeProvider.System.GetElapsedTime(begun).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(200));
    }

    [Fact]
    public async Task RunAsync_AnEarlierAttemptMayBeDone_GivesUpSayingSo()
    {
        var maxWait = Make(TimeSpan.FromMilliseconds(200));
        var attempts = 0;

        await Should.ThrowAsync<OutcomeUnknownException>(async () => await maxWait.RunAsync<int>(
            _ => throw (++attempts == 1 ? new OutcomeUnknownException("it may have been done", new IOException()) : Away), default));

        attempts.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task RunAsync_AnotherFault_IsNotWaitedOut()
    {
        var attempts = 0;

        await Should.ThrowAsync<BatchServiceException>(async () => await Make(Eventually.MaxWait).RunAsync<int>(
            _ =>
            {
                attempts++;
                throw BatchServiceException.NotFound("graph", "g");
            },
            default));

        attempts.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_MoreThanMayWait_TheNextIsRefusedAtOnceAndThoseWaitingAreNot()
    {
        var maxWait = Make(Eventually.MaxWait, waiting: 2);
        var away = true;
        ValueTask<int> Call(CancellationToken cancellationToken) => Volatile.Read(ref away) ? throw Away : ValueTask.FromResult(1);
        var waiting = new[] { maxWait.RunAsync(Call, default).AsTask(), maxWait.RunAsync(Call, default).AsTask() };

        await Should.ThrowAsync<TransientStoreException>(async () => await maxWait.RunAsync(Call, default));

        Volatile.Write(ref away, false);
        (await Task.WhenAll(waiting)).ShouldBe([1, 1]);
        (await maxWait.RunAsync(Call, default)).ShouldBe(1);
    }

    private static DatabaseRetryPolicy Make(TimeSpan wait, int waiting = 100) => new(
        Options.Create(new RealtimeOptions { MaxWait = wait, MaxWaiting = waiting }), TimeProvider.System);
}
