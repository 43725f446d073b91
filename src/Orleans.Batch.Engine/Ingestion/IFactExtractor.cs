using Orleans.Batch.Facts;

namespace Orleans.Batch.Ingestion;

/// <summary>
/// Makes facts of the items of one chunk. An extractor sees neighbouring items together, so that it can use the
/// earlier ones as context and send windows of them to a model; it keeps no state between calls.
/// </summary>
public interface IFactExtractor
{
    /// <summary>The mode it implements.</summary>
    ExtractionMode Mode { get; }

    /// <summary>Whether it reads <see cref="IngestItem.Content"/>.</summary>
    bool ReadsContent { get; }

    /// <summary>
    /// Extracts from <paramref name="items"/>, which are in lane order; a chunk with much content comes in several calls. An item that cannot be extracted gets an error
    /// and fails alone. So does one that an exception is thrown for, unless that may pass: then the step is tried again.
    /// </summary>
    /// <returns>One result per item, in the same order.</returns>
    ValueTask<IReadOnlyList<ItemExtraction>> ExtractAsync(
        IReadOnlyList<IngestItem> items, CancellationToken cancellationToken);
}

/// <summary>What was extracted from one item.</summary>
/// <param name="Error">Why nothing could be extracted; null when all is well.</param>
/// <param name="Assertions">What it says, in the order it says it; at most <see cref="AssertionId.MaxPerEpisode"/>.</param>
/// <param name="Mentions">Whom and what it names; those that an assertion names need not be listed.</param>
public sealed record ItemExtraction(
    ItemError? Error, IReadOnlyList<Assertion> Assertions, IReadOnlyList<Entity> Mentions)
{
    /// <summary>All is well, and there are no facts.</summary>
    public static ItemExtraction Nothing { get; } = new(null, [], []);
}
