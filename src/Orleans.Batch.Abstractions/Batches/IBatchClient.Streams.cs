namespace Orleans.Batch;

public partial interface IBatchClient
{
    /// <summary>
    /// Appends a stream of items of any length to a draft: all of them or none. Items are kept on disk, never in memory,
    /// until the stream has ended; a stream that throws stores nothing.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="batchId">The draft.</param>
    /// <param name="items">The items; at least one. Read to its end even after a bad item, so that all problems are listed.</param>
    /// <param name="key">Called once <paramref name="items"/> have ended, since a body's hash is known only then.</param>
    /// <param name="cancellationToken">Ends the call with nothing stored.</param>
    ValueTask<IdempotentResult<AddedItems>> AddStreamAsync(
        ProjectId project,
        Guid batchId,
        IAsyncEnumerable<NewBatchItem> items,
        Func<IdempotencyKey>? key,
        CancellationToken cancellationToken);

    /// <summary>
    /// A batch's items with their payloads, in sequence order. Read page by page as the caller reads, so that a slow
    /// caller holds no resources; each status is the one at the moment of reading.
    /// </summary>
    IAsyncEnumerable<BatchItemRecord> ExportItemsAsync(
        ProjectId project, Guid batchId, BatchItemFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// Watches a batch: returns its state now, then every change, until it has ended; the last event is <see
    /// cref="BatchEvent.Done"/>. A slow reader misses states in between, never the latest. Ends without that event when
    /// the batch is deleted. The batch is read once for all its watchers.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="batchId">The batch.</param>
    /// <param name="lastEventId">
    /// The <see cref="BatchEvent.Id"/> seen last: it is not returned again, and nothing is when it was the last one.
    /// </param>
    /// <param name="cancellationToken">Ends the watch.</param>
    IAsyncEnumerable<BatchEvent> WatchAsync(
        ProjectId project, Guid batchId, string? lastEventId, CancellationToken cancellationToken);
}
