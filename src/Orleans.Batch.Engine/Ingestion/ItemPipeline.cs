using Orleans.Batch.Facts;

namespace Orleans.Batch.Ingestion;

/// <summary>Takes a chunk's items through parsing and extraction, in order. A bad item fails alone.</summary>
public sealed class ItemPipeline(IEnumerable<IFactExtractor> extractors)
{
    private static readonly ItemError PayloadGone = new(
        ErrorCodes.Internal, "the item's payload is not in the database any more; send it again", Retryable: true, Attempts: 1);

    private readonly Dictionary<ExtractionMode, IFactExtractor> _extractors = extractors.ToDictionary(e => e.Mode);

    /// <summary>Processes a chunk.</summary>
    public async ValueTask<ProcessedChunk> ProcessAsync(LaneChunk chunk, CancellationToken cancellationToken) =>
        new(chunk, await ProcessAsync(chunk.GraphKey, chunk.Items, chunk.Extraction, chunk.IgnoreRoles, cancellationToken));

    /// <summary>Processes items of one graph.</summary>
    /// <returns>One result per item, in order.</returns>
    public async ValueTask<IReadOnlyList<ItemResult>> ProcessAsync(
        long graphKey,
        IReadOnlyList<IngestItem> items,
        ExtractionMode extraction,
        IReadOnlyList<RoleType> ignoreRoles,
        CancellationToken cancellationToken)
    {
        var results = new ItemResult[items.Count];
        var extract = new List<IngestItem>(items.Count);
        for (var i = 0; i < results.Length; i++)
        {
            var item = items[i];
            results[i] = Triage(item, ignoreRoles);
            if (results[i].Status == ItemStatus.Succeeded)
            {
                extract.Add(item);
            }
        }

        if (extract.Count > 0)
        {
            var extractions = await _extractors[extraction].ExtractAsync(extract, cancellationToken);
            for (int i = 0, next = 0; i < results.Length; i++)
            {
                if (results[i].Status != ItemStatus.Succeeded)
                {
                    continue;
                }

                var (item, said) = (items[i], extractions[next++]);
                results[i] = said.Error is { } error
                    ? new ItemResult(item, ItemStatus.Failed, error)
                    : results[i] with { Facts = FactResolver.Resolve(graphKey, item, said) };
            }
        }

        return results;
    }

    private static ItemResult Triage(IngestItem item, IReadOnlyList<RoleType> ignoreRoles)
    {
        if (item.HasOutcome)
        {
            return new ItemResult(item, ItemStatus.Canceled, null);
        }

        if (!item.HasPayload)
        {
            return new ItemResult(item, ItemStatus.Failed, PayloadGone);
        }

        if (item.DataType == DataType.Json && item.Content is { } data && JsonCheck.Check(data) is { } error)
        {
            return new ItemResult(item, ItemStatus.Failed, error);
        }

        return item.Ignored || (item.Role is { } role && ignoreRoles.Contains(role))
            ? new ItemResult(item, ItemStatus.Skipped, null)
            : new ItemResult(item, ItemStatus.Succeeded, null);
    }
}
