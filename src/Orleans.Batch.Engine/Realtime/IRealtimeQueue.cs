using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Realtime;

/// <summary>
/// The queue of real time. Callers request one graph at a time; the implementation answers many requests by one query
/// and puts many chunks into one transaction, and a failing one does not affect the others.
/// </summary>
public interface IRealtimeQueue
{
    /// <summary>The first episodes that wait for a graph; null when none does.</summary>
    /// <exception cref="TransientStoreException">The store cannot be read now.</exception>
    ValueTask<RealtimeChunk?> ReadAsync(long graphKey, CancellationToken cancellationToken);

    /// <summary>Commits a chunk: episodes, tasks and queue in one transaction.</summary>
    /// <returns>Conflict when some of it was no longer in the queue, or the graph has changed: read again.</returns>
    /// <exception cref="TransientStoreException">Whether it was committed is unknown: read again.</exception>
    ValueTask<CommitOutcome> CommitAsync(ProcessedRealtime chunk, CancellationToken cancellationToken);
}
