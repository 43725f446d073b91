namespace Orleans.Batch;

/// <summary>How a batch's items ended over time.</summary>
/// <param name="Points">
/// In order of time, at most <see cref="MaxPoints"/>; the first is the process call, the last the end, or the latest sample.
/// Between two points items ended evenly, as far as is known. Empty for a draft.
/// </param>
public sealed record ProgressHistory(IReadOnlyList<ProgressPoint> Points)
{
    /// <summary>How many points there are at most, however long the batch runs.</summary>
    public const int MaxPoints = 244;
}

/// <summary>The progress of a batch at a moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="Ended">How many items had ended, with any result.</param>
/// <param name="Failed">How many of them had failed.</param>
public sealed record ProgressPoint(DateTimeOffset At, int Ended, int Failed);
