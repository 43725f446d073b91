using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Engine.Tests.Realtime;

public sealed class BatchPaceTests
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(1);

    private readonly HandTurnedClock _clock = new();

    [Fact]
    public async Task Pace_RealtimeActive_IsShortAndForOneWriter()
    {
        var pace = Make();

        pace.NoteRealtime();

        pace.IsNarrow.ShouldBeTrue();
        pace.CommitRows.ShouldBe(50);
        pace.LaneRows.ShouldBe(50);
        pace.RowsInMemory.ShouldBeLessThan(1_000);
        pace.WaitForTurnAsync(0, default).AsTask().IsCompleted.ShouldBeTrue();
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await pace.WaitForTurnAsync(1, stop.Token));
    }

    [Fact]
    public void Pace_QuietAgain_IsWideAndForAllWriters()
    {
        var pace = Make();
        pace.NoteRealtime();

        _clock.Advance(Hold - TimeSpan.FromMilliseconds(1));
        pace.CommitRows.ShouldBe(50);
        pace.NoteRealtime();
        _clock.Advance(Hold - TimeSpan.FromMilliseconds(1));
        pace.CommitRows.ShouldBe(50);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        pace.IsNarrow.ShouldBeFalse();
        pace.CommitRows.ShouldBe(2_000);
        pace.ReadRows.ShouldBe(2_000);
        pace.RowsInMemory.ShouldBe(8_000);
        pace.WaitForTurnAsync(1, default).AsTask().IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public void Pace_ASlowDatabase_HasCommitsOfFewerFacts()
    {
        var pace = Make();
        pace.CommitFacts.ShouldBe(20_000);

        pace.NoteCommit(facts: 999, TimeSpan.FromMinutes(1));
        pace.CommitFacts.ShouldBe(20_000, "too few to tell");

        pace.NoteCommit(facts: 20_000, TimeSpan.FromSeconds(2));
        pace.CommitFacts.ShouldBe(5_000);
        pace.NoteCommit(facts: 5_000, TimeSpan.FromSeconds(60));
        pace.CommitFacts.ShouldBeInRange(1_000, 2_600);
        for (var i = 0; i < 10; i++)
        {
            pace.NoteCommit(facts: 20_000, TimeSpan.FromSeconds(0.1));
        }

        pace.CommitFacts.ShouldBe(20_000);
        pace.NoteRealtime();
        pace.CommitFacts.ShouldBe(2_000);
    }

    private BatchPace Make() => new(
        Options.Create(new IngestionOptions { RealtimeHold = Hold }), _clock, NullLogger<BatchPace>.Instance);
}
