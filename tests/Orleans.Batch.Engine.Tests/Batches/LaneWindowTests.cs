using Microsoft.Extensions.Time.Testing;
using Orleans.Batch.Batches;
using Orleans.Batch.Work;

namespace Orleans.Batch.Engine.Tests.Batches;

/// <summary>How many lanes of a batch are woken at once, and when they are woken again.</summary>
public sealed class LaneWindowTests
{
    private const int Size = 8;

    private readonly FakeTimeProvider _time = new();
    private readonly LaneWindow _window = new(lanesEnded: 0);

    public LaneWindowTests() => _time.Advance(TimeSpan.FromSeconds(1));

    [Fact]
    public void AtTheBeginning_AFullWindowIsWoken() => LanesToWake(ended: 0).ShouldBe(Size);

    [Fact]
    public void WhileMoreThanHalfIsAwake_NoMoreAreWoken()
    {
        Wake(ended: 0);

        LanesToWake(ended: 3).ShouldBe(0);
        _window.Awake(3).ShouldBe(5);
    }

    [Fact]
    public void OnceHalfHasEnded_TheWindowIsFilledUp()
    {
        Wake(ended: 0);

        LanesToWake(ended: 4).ShouldBe(4);
        LanesToWake(ended: 8).ShouldBe(8);
    }

    [Fact]
    public void ABatchThatWasFoundHalfDone_GetsAFullWindow() =>
        new LaneWindow(lanesEnded: 5).LanesToWake(5, Size, _time.GetTimestamp(), _time).ShouldBe(Size);

    [Fact]
    public void OnceAllAreWoken_NoneIsWokenAgainWhileTheyMakeProgress()
    {
        Wake(ended: 0, found: 3);
        _window.LastLaneKey.ShouldBe(0, "the next window starts with the first lane");

        for (var ended = 0; ended <= 3; ended++)
        {
            LanesToWake(ended).ShouldBe(0);
            _time.Advance(LaneWindow.MaxWait - TimeSpan.FromMilliseconds(1));
        }
    }

    [Fact]
    public void WithoutProgress_TheNextWindowIsWokenInTurn()
    {
        Wake(ended: 0);
        _window.LastLaneKey.ShouldBe(Size);
        _time.Advance(LaneWindow.MaxWait);

        LanesToWake(ended: 0).ShouldBe(Size);
        _window.LastLaneKey.ShouldBe(Size, "the lanes behind those woken before come next");
    }

    [Fact]
    public void WithoutProgressAfterAllWereWoken_TheyAreWokenAgain()
    {
        Wake(ended: 0, found: 3);
        _time.Advance(LaneWindow.MaxWait);

        LanesToWake(ended: 0).ShouldBe(Size);
    }

    [Fact]
    public void AnyLaneThatEnds_RestartsTheWait()
    {
        Wake(ended: 0);
        _time.Advance(LaneWindow.MaxWait * 0.75);
        LanesToWake(ended: 1).ShouldBe(0);
        _time.Advance(LaneWindow.MaxWait * 0.75);

        LanesToWake(ended: 1).ShouldBe(0);
    }

    private int LanesToWake(int ended) => _window.LanesToWake(ended, Size, _time.GetTimestamp(), _time);

    private void Wake(int ended, int found = int.MaxValue)
    {
        var asked = LanesToWake(ended);
        var lanes = Enumerable.Range(1, Math.Min(asked, found)).Select(i => new OpenLane(i, Items: 1)).ToList();
        _window.RecordWoken(new OpenLanes(lanes, LastLaneKey: lanes.Count), asked);
    }
}
