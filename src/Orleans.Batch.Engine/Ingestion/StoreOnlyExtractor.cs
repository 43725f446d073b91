using Orleans.Batch.Facts;

namespace Orleans.Batch.Ingestion;

/// <summary>Episodes only, no facts: none are wanted, or a model extracts them behind.</summary>
/// <param name="mode">The mode.</param>
public sealed class StoreOnlyExtractor(ExtractionMode mode) : IFactExtractor
{
    /// <inheritdoc/>
    public ExtractionMode Mode => mode;

    /// <inheritdoc/>
    public bool ReadsContent => false;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ItemExtraction>> ExtractAsync(
        IReadOnlyList<IngestItem> items, CancellationToken cancellationToken)
    {
        var nothing = new ItemExtraction[items.Count];
        Array.Fill(nothing, ItemExtraction.Nothing);
        return ValueTask.FromResult<IReadOnlyList<ItemExtraction>>(nothing);
    }
}
