using Orleans.Batch.Facts;

namespace Orleans.Batch.Ingestion;

/// <summary>
/// Extracts facts from the items of one chunk. An extractor sees neighboring items together, so that it can use the
/// earlier ones as context and send windows of them to a model; it keeps no state between calls.
/// </summary>
public interface IFactExtractor
{
    /// <summary>The mode it implements.</summary>
    ExtractionMode Mode { get; }

    /// <summary>Whether it reads <see cref="IngestItem.Content"/>.</summary>
    bool ReadsContent { get; }

    /// <summary>
    /// Extracts from <paramref name="items"/>, which are in lane order; a chunk with much content comes in several calls.
    /// An item that cannot be extracted gets an error and fails alone. So does one that causes an exception, unless the fault is
    /// temporary: then the step is repeated.
    /// </summary>
    /// <returns>One result per item, in the same order.</returns>
    ValueTask<IReadOnlyList<ItemExtraction>> ExtractAsync(
        IReadOnlyList<IngestItem> items, CancellationToken cancellationToken);
}
