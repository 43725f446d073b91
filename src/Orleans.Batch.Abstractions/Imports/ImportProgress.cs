namespace Orleans.Batch;

/// <summary>
/// Counts of the items of all batches of an import. An item counts once, by its last attempt, however often it is retried; one that
/// waits in a draft is only in <see cref="TotalItems"/>. Batches that retention has removed are not counted.
/// </summary>
[GenerateSerializer]
[Alias("orleans-batch.import-progress.v1")]
[Immutable]
public sealed record ImportProgress
{
    /// <summary>All items that were added.</summary>
    [Id(0)]
    public required long TotalItems { get; init; }

    /// <summary>Items that wait, in batches that were processed.</summary>
    [Id(1)]
    public long QueuedItems { get; init; }

    /// <summary>Items being processed: one for each graph at work in each batch.</summary>
    [Id(2)]
    public long ProcessingItems { get; init; }

    /// <summary>Items in their graphs.</summary>
    [Id(3)]
    public long SucceededItems { get; init; }

    /// <summary>Failed items. All items of an <c>invalid</c> batch are among them, since none of them was ingested.</summary>
    [Id(4)]
    public long FailedItems { get; init; }

    /// <summary>Items stored without extraction, by request.</summary>
    [Id(5)]
    public long SkippedItems { get; init; }

    /// <summary>Canceled items. In a canceled import those of drafts are among them.</summary>
    [Id(6)]
    public long CanceledItems { get; init; }

    /// <summary>Facts that the items state: a fact that several items state counts each time.</summary>
    [Id(7)]
    public long Facts { get; init; }

    /// <summary>Entities that the items added: those that their graphs did not have before.</summary>
    [Id(8)]
    public long Entities { get; init; }

    /// <summary>Stored items whose facts a model has extracted; null where no model does.</summary>
    [Id(9)]
    public long? ExtractedItems { get; init; }

    /// <summary>Stored items whose facts a model could not extract. Null where no model extracts.</summary>
    [Id(10)]
    public long? UnextractedItems { get; init; }

    /// <summary>
    /// Items that have ended, with any result. One that waits for a model has not ended, although it is in its graph.
    /// </summary>
    [Id(11)]
    public required long EndedItems { get; init; }

    /// <summary>
    /// The percentage of items that have ended: 0 to 100, of the larger of <see cref="ImportSummary.ExpectedItems"/> and
    /// <see cref="TotalItems"/>.
    /// </summary>
    [Id(12)]
    public required double PercentComplete { get; init; }
}
