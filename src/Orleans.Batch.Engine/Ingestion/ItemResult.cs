using Orleans.Batch.Facts;

namespace Orleans.Batch.Ingestion;

/// <summary>The pipeline's result for one item.</summary>
/// <param name="Item">The item.</param>
/// <param name="Status">Succeeded, failed, skipped, or canceled for one that had ended before.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Facts">Its facts, if it succeeded.</param>
public sealed record ItemResult(IngestItem Item, ItemStatus Status, ItemError? Error, ResolvedFacts Facts)
{
    /// <summary>A result without facts.</summary>
    public ItemResult(IngestItem item, ItemStatus status, ItemError? error)
        : this(item, status, error, ResolvedFacts.None)
    {
    }
}

/// <summary>A processed chunk, ready to be committed.</summary>
/// <param name="Chunk">The chunk as read.</param>
/// <param name="Results">One result per item, in order.</param>
public sealed record ProcessedChunk(LaneChunk Chunk, IReadOnlyList<ItemResult> Results) : IProcessedItems<ProcessedChunk>
{
    /// <summary>How many facts are to be committed.</summary>
    public int Facts { get; } = Results.Sum(r => r.Facts.Count);

    /// <summary>What the items that succeeded state, by their episodes.</summary>
    public IReadOnlyDictionary<Guid, ResolvedFacts> Stated() => Results
        .Where(static r => r.Status == ItemStatus.Succeeded)
        .ToDictionary(static r => r.Item.EpisodeUuid, static r => r.Facts);

    /// <inheritdoc/>
    public ProcessedChunk Part(int from, IReadOnlyList<ItemResult> results) => new(
        Chunk with
        {
            Cursor = Chunk.Cursor + from,
            Items = [.. Chunk.Items.Skip(from).Take(results.Count)],
            Release = null,
        },
        results);
}
