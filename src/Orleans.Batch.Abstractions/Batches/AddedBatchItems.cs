namespace Orleans.Batch;

/// <summary>The result of a call that adds items.</summary>
/// <param name="Items">The items added, in the order of the call.</param>
[GenerateSerializer]
[Alias("orleans-batch.added-batch-items.v1")]
[Immutable]
public sealed record AddedBatchItems([property: Id(0)] IReadOnlyList<BatchItem> Items)
{
    /// <summary>
    /// Positions in the call, from 0 and rising, of the items that were not added because their destination has their
    /// <see cref="NewBatchItem.RecordId"/> already.
    /// </summary>
    [Id(1)]
    public IReadOnlyList<int> AlreadyLoaded { get; init; } = [];

    /// <summary>Other drafts that hold some of those: they are loaded only when those drafts are processed.</summary>
    [Id(2)]
    public IReadOnlyList<Guid> HeldInDrafts { get; init; } = [];
}
