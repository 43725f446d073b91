namespace Orleans.Batch;

/// <summary>
/// Counts of a batch's items. From the process call on, the counts by status add up to <see cref="TotalItems"/>;
/// in a draft, and in a batch that never ran, all but the total are zero.
/// </summary>
public sealed record BatchProgress
{
    /// <summary>All items.</summary>
    public required int TotalItems { get; init; }

    /// <summary>Waiting.</summary>
    public int QueuedItems { get; init; }

    /// <summary>One for each lane that has begun and not ended.</summary>
    public int ProcessingItems { get; init; }

    /// <summary>In their graphs.</summary>
    public int SucceededItems { get; init; }

    /// <summary>Refused, each with its error.</summary>
    public int FailedItems { get; init; }

    /// <summary>Stored without extraction, by request.</summary>
    public int SkippedItems { get; init; }

    /// <summary>Given up: the batch was canceled, or their destination was deleted.</summary>
    public int CanceledItems { get; init; }

    /// <summary>Items that have ended, of all, in percent: 0 to 100.</summary>
    public double PercentComplete => TotalItems == 0
        ? 0
        : Math.Round(100.0 * (SucceededItems + FailedItems + SkippedItems + CanceledItems) / TotalItems, 2);
}
