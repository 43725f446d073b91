namespace Orleans.Batch.Batches;

public partial interface IBatchStore
{
    /// <summary>
    /// Appends checked items that come in pieces, in one transaction. The batch is locked only after the last piece is
    /// written, so that other calls on it do not wait for this one's length.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="batchId">The draft.</param>
    /// <param name="pieces">The items.</param>
    /// <param name="count">The number of items; at least one.</param>
    /// <param name="maxItems">How many items the batch may then hold.</param>
    /// <param name="key">The call's key.</param>
    /// <param name="cancellationToken">Rolls everything back.</param>
    ValueTask<IdempotentResult<AddedItems>> AddStreamAsync(
        ProjectId project,
        Guid batchId,
        IAsyncEnumerable<IReadOnlyList<NewBatchItem>> pieces,
        int count,
        int maxItems,
        IdempotencyKey? key,
        CancellationToken cancellationToken);

    /// <summary>A page of items with their payloads, at most <see cref="BatchItemFilter.Limit"/>, which is given here.</summary>
    /// <returns>The items, and the sequence index the next page begins at; null on the last.</returns>
    ValueTask<(IReadOnlyList<BatchItemRecord> Items, int? Next)> ReadRecordsAsync(
        ProjectId project, Guid batchId, BatchItemFilter filter, CancellationToken cancellationToken);

    /// <summary>Batches of any project by their identities, in one query; deleted ones are missing.</summary>
    ValueTask<IReadOnlyList<(long BatchKey, BatchSummary Batch)>> ReadWatchedAsync(
        IReadOnlyList<Guid> batchIds, CancellationToken cancellationToken);

    /// <summary>The open lanes of a batch with most items left, at most <paramref name="limit"/>, longest first.</summary>
    ValueTask<IReadOnlyList<RemainingLane>> ReadLongestLanesAsync(long batchKey, int limit, CancellationToken cancellationToken);

    /// <summary>The remaining items of these lanes, in one query; those that have ended are missing.</summary>
    ValueTask<IReadOnlyList<RemainingLane>> ReadLanesLeftAsync(IReadOnlyList<long> laneKeys, CancellationToken cancellationToken);
}

/// <summary>An open lane.</summary>
/// <param name="LaneKey">Its key.</param>
/// <param name="Items">How many of its items have not ended.</param>
public readonly record struct RemainingLane(long LaneKey, int Items);
