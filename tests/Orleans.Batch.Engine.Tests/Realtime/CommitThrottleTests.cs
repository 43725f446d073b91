using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Engine.Tests.Realtime;

public sealed class CommitThrottleTests
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Pace_RealtimeActive_IsShortAndForOneWriter()
    {
        var throttle = Make();

        throttle.NoteRealtime();

        throttle.IsThrottled.ShouldBeTrue();
        throttle.CommitRows.ShouldBe(50);
        throttle.LaneRows.ShouldBe(50);
        throttle.RowsInMemory.ShouldBeLessThan(1_000);
        throttle.WaitForTurnAsync(0, default).AsTask().IsCompleted.ShouldBeTrue();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await throttle.WaitForTurnAsync(1, stop.Token));
    }

    [Fact]
    public void Pace_QuietAgain_IsWideAndForAllWriters()
    {
        var throttle = Make();
        throttle.NoteRealtime();

        _clock.Advance(Hold - TimeSpan.FromMilliseconds(1));
        throttle.CommitRows.ShouldBe(50);
        throttle.NoteRealtime();
        _clock.Advance(Hold - TimeSpan.FromMilliseconds(1));
        throttle.CommitRows.ShouldBe(50);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        throttle.IsThrottled.ShouldBeFalse();
        throttle.CommitRows.ShouldBe(2_000);
        throttle.ReadRows.ShouldBe(2_000);
        throttle.RowsInMemory.ShouldBe(8_000);
        throttle.WaitForTurnAsync(1, default).AsTask().IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void Pace_ASlowDatabase_HasCommitsOfFewerFacts()
    {
        var throttle = Make();
        throttle.CommitFacts.ShouldBe(20_000);

        throttle.NoteCommit(facts: 999, TimeSpan.FromMinutes(1));
        throttle.CommitFacts.ShouldBe(20_000, "too few to tell");

        throttle.NoteCommit(facts: 20_000, TimeSpan.FromSeconds(2));
        throttle.CommitFacts.ShouldBe(5_000);
        throttle.NoteCommit(facts: 5_000, TimeSpan.FromSeconds(60));
        throttle.CommitFacts.ShouldBeInRange(1_000, 2_600);
        for (var i = 0; i < 10; i++)
        {
            throttle.NoteCommit(facts: 20_000, TimeSpan.FromSeconds(0.1));
        }

        throttle.CommitFacts.ShouldBe(20_000);
        throttle.NoteRealtime();
        throttle.CommitFacts.ShouldBe(2_000);
    }

    private CommitThrottle Make() => new(
        Options.Create(new IngestionOptions { RealtimeHold = Hold }), _clock, NullLogger<CommitThrottle>.Instance);
}
