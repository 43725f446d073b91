namespace Orleans.Batch.Batches;

/// <summary>Reads watched batches, many in one query. Temporary faults are <see cref="TransientStoreException"/>.</summary>
public interface IBatchWatchStore
{
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
