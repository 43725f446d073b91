using Orleans.Batch.Facts;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Realtime;

/// <summary>
/// The first episodes of a graph's real-time queue, and the graph's state when they were read. They are in flight until
/// it is disposed of.
/// </summary>
public sealed record RealtimeChunk : IDisposable
{
    /// <summary>The graph.</summary>
    public required long GraphKey { get; init; }

    /// <summary>Its epoch; it increases when other data of the graph changes.</summary>
    public required int GraphEpoch { get; init; }

    /// <summary>Its project.</summary>
    public required long ProjectKey { get; init; }

    /// <summary>Which extraction the episodes get.</summary>
    public required ExtractionMode Extraction { get; init; }

    /// <summary>What is declared for the graph.</summary>
    public required GraphVocabulary Vocabulary { get; init; }

    /// <summary>The episodes, in order.</summary>
    public required IReadOnlyList<QueuedEpisode> Episodes { get; init; }

    /// <summary>Whether more episodes waited.</summary>
    public required bool HasMore { get; init; }

    /// <summary>Called when the chunk is finished; null when there is no listener.</summary>
    public Action? Release { get; init; }

    /// <inheritdoc/>
    public void Dispose() => Release?.Invoke();
}

/// <summary>An episode in the queue.</summary>
/// <param name="Position">Its place; the fence: only the commit that removes it from the queue adds it to its graph.</param>
/// <param name="TaskId">The task it belongs to.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="Item">The item for the pipeline.</param>
public sealed record QueuedEpisode(long Position, Guid TaskId, DateTimeOffset AcceptedAt, IngestItem Item);

/// <summary>A processed chunk, ready to be committed.</summary>
/// <param name="Chunk">The chunk as read.</param>
/// <param name="Results">One result per episode, in order.</param>
public sealed record ProcessedRealtime(RealtimeChunk Chunk, IReadOnlyList<ItemResult> Results) : IProcessedItems<ProcessedRealtime>
{
    /// <summary>How many facts are to be committed.</summary>
    public int Facts { get; } = Results.Sum(r => r.Facts.Count);

    /// <inheritdoc/>
    public ProcessedRealtime Part(int from, IReadOnlyList<ItemResult> results) =>
        new(Chunk with { Episodes = [.. Chunk.Episodes.Skip(from).Take(results.Count)] }, results);
}
