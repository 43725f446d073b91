using Orleans.Batch.Facts;

namespace Orleans.Batch.Ingestion;

/// <summary>Episodes only, no facts.</summary>
public sealed class StoreOnlyExtractor : IFactExtractor
{
    /// <inheritdoc/>
    public ExtractionMode Mode => ExtractionMode.StoreOnly;

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
