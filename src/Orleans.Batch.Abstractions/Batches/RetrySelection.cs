namespace Orleans.Batch;

/// <summary>
/// Which items of an ended batch to retry; all given conditions must apply. Only the last attempt on an item
/// counts: one that succeeded later, or whose last attempt has not ended, is never chosen.
/// </summary>
[GenerateSerializer]
[Alias("orleans-batch.retry-selection.v1")]
[Immutable]
public sealed record RetrySelection
{
    /// <summary>
    /// Items in these statuses: failed, canceled, or pending (the good items of an invalid batch). Null: all of these.
    /// </summary>
    [Id(0)]
    public IReadOnlyList<ItemStatus>? Statuses { get; init; }

    /// <summary>Items whose error has one of these codes; null: any, or none.</summary>
    [Id(1)]
    public IReadOnlyList<string>? Codes { get; init; }

    /// <summary>Only these items; each must be one that can be retried. Null: all items.</summary>
    [Id(2)]
    public IReadOnlyList<Guid>? ItemIds { get; init; }

    /// <summary>Whether the new batch is processed at once. Default: true; otherwise it is a draft, to be repaired first.</summary>
    [Id(3)]
    public bool Process { get; init; } = true;
}
