using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Extraction;

/// <summary>
/// Facts without a model: JSON by its shape, text and messages by a documented set of English sentence patterns. What an
/// item says depends on that item alone, so that no order of arrival and no chunking changes what a graph says.
/// </summary>
public sealed class DeterministicExtractor : IFactExtractor
{
    /// <inheritdoc/>
    public ExtractionMode Mode => ExtractionMode.Deterministic;

    /// <inheritdoc/>
    public bool ReadsContent => true;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ItemExtraction>> ExtractAsync(
        IReadOnlyList<IngestItem> items, CancellationToken cancellationToken)
    {
        var results = new ItemExtraction[items.Count];
        var findings = new Findings();
        for (var i = 0; i < results.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            results[i] = Extract(items[i], findings);
        }

        return ValueTask.FromResult<IReadOnlyList<ItemExtraction>>(results);
    }

    private static ItemExtraction Extract(IngestItem item, Findings findings)
    {
        if (Speakers.Of(item) is { } speaker)
        {
            findings.Mention(speaker);
        }

        if (item.Content is { } content && item.DataType == DataType.Json && !JsonFacts.TryRead(content, findings))
        {
            findings.Take();
            return new ItemExtraction(JsonCheck.Check(content), [], []);
        }

        return findings.Take();
    }
}
