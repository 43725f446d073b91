namespace Orleans.Batch;

/// <summary>The result of adding a stream of items.</summary>
/// <param name="Accepted">How many items were added.</param>
/// <param name="FirstSequenceIndex">The position in the batch of the first of them.</param>
/// <param name="LastSequenceIndex">
/// The position of the last; all between belong to this stream. One less than the first when none was added.
/// </param>
[GenerateSerializer]
[Alias("orleans-batch.added-items.v1")]
[Immutable]
public sealed record AddedItems(
    [property: Id(0)] int Accepted,
    [property: Id(1)] int FirstSequenceIndex,
    [property: Id(2)] int LastSequenceIndex)
{
    /// <summary>
    /// How many items were not added because their destination has their <see cref="NewBatchItem.RecordId"/> already;
    /// null for none.
    /// </summary>
    [Id(3)]
    public int? AlreadyLoaded { get; init; }

    /// <summary>Other drafts that hold some of those: they are loaded only when those drafts are processed. Null for none.</summary>
    [Id(4)]
    public IReadOnlyList<Guid>? HeldInDrafts { get; init; }
}
