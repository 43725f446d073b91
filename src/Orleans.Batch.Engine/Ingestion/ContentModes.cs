namespace Orleans.Batch.Ingestion;

/// <summary>The extraction modes whose extractors read content: for all others it need not be loaded.</summary>
/// <param name="extractors">The registered extractors.</param>
public sealed class ContentModes(IEnumerable<IFactExtractor> extractors)
{
    /// <summary>The modes.</summary>
    public IReadOnlySet<ExtractionMode> All { get; } = extractors.Where(e => e.ReadsContent).Select(e => e.Mode).ToHashSet();
}
