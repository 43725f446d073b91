namespace Orleans.Batch;

/// <summary>
/// Counts of a batch's items, and of what they added to their graphs. From the process call on, the counts by status add up
/// to <see cref="TotalItems"/>; in a draft, and in a batch that never ran, all but the total are zero.
/// </summary>
[GenerateSerializer]
[Alias("orleans-batch.batch-progress.v1")]
[Immutable]
public sealed record BatchProgress
{
    /// <summary>All items.</summary>
    [Id(0)]
    public required int TotalItems { get; init; }

    /// <summary>Items that wait.</summary>
    [Id(1)]
    public int QueuedItems { get; init; }

    /// <summary>Items being processed: one for each lane that has begun and not ended.</summary>
    [Id(2)]
    public int ProcessingItems { get; init; }

    /// <summary>Items in their graphs.</summary>
    [Id(3)]
    public int SucceededItems { get; init; }

    /// <summary>Failed items, each with its error.</summary>
    [Id(4)]
    public int FailedItems { get; init; }

    /// <summary>Items stored without extraction, by request.</summary>
    [Id(5)]
    public int SkippedItems { get; init; }

    /// <summary>Canceled items: the batch was canceled, or their destination was deleted.</summary>
    [Id(6)]
    public int CanceledItems { get; init; }

    /// <summary>Facts that the items state: a fact that several items state counts each time. 0 without extraction.</summary>
    [Id(7)]
    public long Facts { get; init; }

    /// <summary>Entities that the items added: those that their graphs did not have before.</summary>
    [Id(8)]
    public long Entities { get; init; }

    /// <summary>Stored items whose facts a model has extracted; null where no model does.</summary>
    [Id(9)]
    public int? ExtractedItems { get; init; }

    /// <summary>
    /// Stored items whose facts a model could not extract; they can be searched, and extracted again. Null where no model extracts.
    /// </summary>
    [Id(10)]
    public int? UnextractedItems { get; init; }

    /// <summary>
    /// Items that have ended, of all, in percent: 0 to 100. An item that waits for a model has not ended, although it is in its graph.
    /// </summary>
    public double PercentComplete => TotalItems == 0
        ? 0
        : Math.Round(100.0 * CountEnded() / TotalItems, 2);

    /// <summary>Items that need not be stored any more: they are in their graphs, or have ended without.</summary>
    public int CountStored() => SucceededItems + FailedItems + SkippedItems + CanceledItems;

    /// <summary>
    /// Items that have ended, with any result. An item that waits for a model has not ended, although it is in its graph.
    /// </summary>
    public int CountEnded() =>
        (ExtractedItems + UnextractedItems ?? SucceededItems) + FailedItems + SkippedItems + CanceledItems;
}
