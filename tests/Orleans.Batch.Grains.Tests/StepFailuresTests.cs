using Microsoft.Extensions.Time.Testing;
using Orleans.Batch.Grains.Steps;

namespace Orleans.Batch.Grains.Tests;

/// <summary>The reports of steps that fail in large numbers.</summary>
public sealed class StepFailuresTests
{
    private static readonly Exception Away = new TransientStoreException("away", new TimeoutException());
    private readonly FakeTimeProvider _clock = new();
    private readonly StepFailures _failures;

    public StepFailuresTests() => _failures = new StepFailures(_clock);

    [Fact]
    public void Note_ManyForOneReason_TellsTheFirstAndThenHowManyEachTenSeconds()
    {
        _failures.Note(Away).ShouldBe((1, true));
        for (var i = 0; i < 1_000; i++)
        {
            _failures.Note(Away).ShouldBeNull();
        }

        _clock.Advance(TimeSpan.FromSeconds(10));
        _failures.Note(Away).ShouldBe((1_001, false));
        _failures.Note(Away).ShouldBeNull();
    }

    [Fact]
    public void Note_AnotherReasonMeanwhile_TellsIt()
    {
        _failures.Note(Away);

        _failures.Note(new InvalidOperationException("a fault of ours")).ShouldBe((1, true));
    }

    [Fact]
    public void Note_TheReasonAgainLongAfter_TellsItAsNew()
    {
        _failures.Note(Away);
        _clock.Advance(TimeSpan.FromMinutes(11));

        _failures.Note(Away).ShouldBe((1, true));
    }
}
