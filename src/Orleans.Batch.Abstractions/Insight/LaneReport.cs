namespace Orleans.Batch;

/// <summary>
/// A batch's lanes: its items for one graph each, which run one after the other. The longest lane is the batch's critical path.
/// </summary>
public sealed record LaneReport
{
    /// <summary>How many lanes are listed at most, in either list.</summary>
    public const int MaxListed = 20;

    /// <summary>Among how many lanes, those with most items, the slowest are searched.</summary>
    public const int SlowestAmong = 200;

    /// <summary>All lanes; 0 before the batch is prepared.</summary>
    public required int Total { get; init; }

    /// <summary>Not begun.</summary>
    public int Waiting { get; init; }

    /// <summary>Begun and not ended.</summary>
    public int Running { get; init; }

    /// <summary>Ended, including canceled ones.</summary>
    public int Ended { get; init; }

    /// <summary>Ended because the batch was canceled or their destination deleted.</summary>
    public int Canceled { get; init; }

    /// <summary>The open lanes with most items left, the longest first.</summary>
    public IReadOnlyList<LaneDetail> LongestOpen { get; init; } = [];

    /// <summary>Of the <see cref="SlowestAmong"/> lanes with most items, those that took longest, the slowest first.</summary>
    public IReadOnlyList<LaneDetail> Slowest { get; init; } = [];

    /// <summary>Whether the lanes of this ended batch were removed, as they are after <c>Batch:KeepLanes</c>.</summary>
    public bool Removed { get; init; }
}

/// <summary>A lane.</summary>
/// <param name="Graph">The destination; null when it was deleted.</param>
/// <param name="Items">All its items.</param>
/// <param name="Ended">How many of them have ended.</param>
/// <param name="FirstSequence">The sequence index of its first item.</param>
/// <param name="BeganAt">When its first item ended; null before, and where the time of that end is not stored.</param>
/// <param name="LastAt">When an item of it last ended.</param>
public sealed record LaneDetail(
    GraphTarget? Graph, int Items, int Ended, int FirstSequence, DateTimeOffset? BeganAt, DateTimeOffset? LastAt)
{
    /// <summary>Items left.</summary>
    public int Left => Items - Ended;

    /// <summary>From its first item's end to its last; null when unknown.</summary>
    public TimeSpan? Took => LastAt - BeganAt;
}
