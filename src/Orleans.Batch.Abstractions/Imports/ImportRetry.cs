namespace Orleans.Batch;

/// <summary>
/// Which items of an import's ended batches to retry; all given conditions must apply. Only the last attempt on an item counts.
/// </summary>
[GenerateSerializer]
[Alias("orleans-batch.import-retry.v1")]
[Immutable]
public sealed record ImportRetry
{
    /// <summary>
    /// Items in these statuses: failed, canceled, or pending (the good items of an invalid batch). Null: all of these.
    /// </summary>
    [Id(0)]
    public IReadOnlyList<ItemStatus>? Statuses { get; init; }

    /// <summary>Items whose error has one of these codes; null: any, or none.</summary>
    [Id(1)]
    public IReadOnlyList<string>? Codes { get; init; }

    /// <summary>Whether the new batches are processed at once. Default: true; otherwise they are drafts, to be repaired first.</summary>
    [Id(2)]
    public bool Process { get; init; } = true;
}
