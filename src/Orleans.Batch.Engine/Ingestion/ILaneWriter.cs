namespace Orleans.Batch.Ingestion;

/// <summary>
/// Commits processed chunks: episodes, statuses, cursor and counts in one transaction, guarded by the lane's fence.
/// Callers commit one chunk at a time; the implementation puts many into one transaction, and a failing one does not
/// affect the others.
/// </summary>
public interface ILaneWriter
{
    /// <summary>Commits a chunk.</summary>
    /// <exception cref="TransientStoreException">Whether it was committed is unknown: read again.</exception>
    ValueTask<CommitOutcome> CommitAsync(ProcessedChunk chunk, CancellationToken cancellationToken);
}

/// <summary>The result of a commit.</summary>
public enum CommitOutcome
{
    /// <summary>The chunk is in its graph.</summary>
    Committed,

    /// <summary>
    /// The lane, or its graph, has changed since the chunk was read: another writer moved it. Nothing was written.
    /// </summary>
    Conflict,
}
