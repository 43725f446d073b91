namespace Orleans.Batch.Facts;

/// <summary>The place of an assertion in its slot's timeline: by its moment, then by its place among those of one moment.</summary>
/// <param name="At">The moment, UTC, in whole microseconds: the database would round finer ones.</param>
/// <param name="Ord">See <see cref="AssertionId.Ord"/>.</param>
public readonly record struct TimelinePlace(DateTime At, long Ord) : IComparable<TimelinePlace>
{
    /// <inheritdoc/>
    public int CompareTo(TimelinePlace other) =>
        At.CompareTo(other.At) is var byTime and not 0 ? byTime : Ord.CompareTo(other.Ord);

    /// <summary>Whether the left one comes first.</summary>
    public static bool operator <(TimelinePlace left, TimelinePlace right) => left.CompareTo(right) < 0;

    /// <summary>Whether the right one comes first.</summary>
    public static bool operator >(TimelinePlace left, TimelinePlace right) => left.CompareTo(right) > 0;

    /// <summary>Whether the right one does not come first.</summary>
    public static bool operator <=(TimelinePlace left, TimelinePlace right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left one does not come first.</summary>
    public static bool operator >=(TimelinePlace left, TimelinePlace right) => left.CompareTo(right) >= 0;
}
