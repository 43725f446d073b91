using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Engine.Tests.Ingestion;

/// <summary>The number of items that are tried after a larger number did not fit.</summary>
public sealed class AdaptiveChunkSizeTests
{
    private const long Lane = 7;
    private static readonly int[] Items = [.. Enumerable.Range(0, 500)];

    private readonly AdaptiveChunkSize _limits = new(attemptsAlone: 3);

    [Fact]
    public void WhatDoesNotFit_IsHalvedDownToOneAndTriedAloneAFewTimes()
    {
        var tried = new List<int>();
        int count;
        do
        {
            count = _limits.Cut(Lane, Items).Count;
            tried.Add(count);
        }
        while (_limits.Shrink(Lane, position: 100, count) is not null);

        tried.ShouldBe([500, 250, 125, 62, 31, 15, 7, 3, 1, 1, 1]);
    }

    [Fact]
    public void WhatFits_DoublesUntilNothingIsRemembered()
    {
        _limits.Shrink(Lane, position: 0, tried: 16);

        var tried = new List<int>();
        for (var i = 0; i < 8; i++)
        {
            tried.Add(_limits.Cut(Lane, Items).Count);
            _limits.Grow(Lane, tried[^1]);
        }

        tried.ShouldBe([8, 16, 32, 64, 128, 256, 500, 500]);
    }

    [Fact]
    public void AnItemThatFitsAfterAll_LeavesItsSuccessorAllAttempts()
    {
        _limits.Shrink(Lane, position: 0, tried: 1).ShouldNotBeNull();
        _limits.Shrink(Lane, position: 0, tried: 1).ShouldNotBeNull();

        _limits.Shrink(Lane, position: 1, tried: 1).ShouldNotBeNull();
        _limits.Shrink(Lane, position: 1, tried: 1).ShouldNotBeNull();
        _limits.Shrink(Lane, position: 1, tried: 1).ShouldBeNull();
    }

    [Fact]
    public void OtherLanes_KeepTheirSizes()
    {
        _limits.Shrink(Lane, position: 0, tried: 4);

        _limits.Cut(Lane + 1, Items).Count.ShouldBe(500);
    }
}
