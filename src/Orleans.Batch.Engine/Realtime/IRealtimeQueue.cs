using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Realtime;

/// <summary>
/// The queue of real time. Callers ask for one graph at a time; under them many requests are answered by one query and
/// many chunks go into one transaction, and none takes its neighbours down.
/// </summary>
public interface IRealtimeQueue
{
    /// <summary>The first episodes that wait for a graph; null when none does.</summary>
    /// <exception cref="TransientStoreException">The store cannot be read now.</exception>
    ValueTask<RealtimeChunk?> ReadAsync(long graphKey, CancellationToken cancellationToken);

    /// <summary>Commits a chunk: episodes, tasks and queue in one transaction.</summary>
    /// <returns>Conflict when some of it was not in the queue any more, or the graph has changed: read again.</returns>
    /// <exception cref="TransientStoreException">Whether it was committed is unknown: read again and see.</exception>
    ValueTask<CommitOutcome> CommitAsync(ProcessedRealtime chunk, CancellationToken cancellationToken);
}
