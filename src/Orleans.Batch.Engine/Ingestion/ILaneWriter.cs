namespace Orleans.Batch.Ingestion;

/// <summary>
/// Commits processed chunks: episodes, statuses, cursor and counts in one transaction, guarded by the lane's fence.
/// Callers commit one chunk at a time; under them many go into one transaction, and none takes its neighbours down.
/// </summary>
public interface ILaneWriter
{
    /// <summary>Commits a chunk.</summary>
    /// <exception cref="TransientStoreException">Whether it was committed is unknown: read again and see.</exception>
    ValueTask<CommitOutcome> CommitAsync(ProcessedChunk chunk, CancellationToken cancellationToken);
}

/// <summary>What became of a commit.</summary>
public enum CommitOutcome
{
    /// <summary>The chunk is in its graph.</summary>
    Committed,

    /// <summary>
    /// The lane, or its graph, is not as it was when the chunk was read: somebody else moved it. Nothing was written.
    /// </summary>
    Conflict,
}
