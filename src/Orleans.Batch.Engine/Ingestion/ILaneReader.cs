namespace Orleans.Batch.Ingestion;

/// <summary>
/// Reads the next chunk of a graph. Callers request one graph at a time; the implementation answers many requests by one query.
/// </summary>
public interface ILaneReader
{
    /// <summary>
    /// The next items of the open lane that comes first in process order, or null when the graph has no open lane.
    /// </summary>
    /// <exception cref="TransientStoreException">The store cannot be read now.</exception>
    ValueTask<LaneChunk?> ReadAsync(long graphKey, CancellationToken cancellationToken);
}
