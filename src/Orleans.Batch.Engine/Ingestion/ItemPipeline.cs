using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Ingestion;

/// <summary>Takes a chunk's items through parsing and extraction, in order. A bad item fails alone.</summary>
public sealed partial class ItemPipeline(IEnumerable<IFactExtractor> extractors, ILogger<ItemPipeline> logger)
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
            var extracted = await ExtractAsync(graphKey, extract, _extractors[extraction], cancellationToken);
            for (int i = 0, next = 0; i < results.Length; i++)
            {
                if (results[i].Status == ItemStatus.Succeeded)
                {
                    results[i] = extracted[next++];
                }
            }
        }

        return results;
    }

    // What throws each time would be tried for ever, and nothing behind it would get its turn: halved until it stands alone,
    // it fails. A fault that may pass fails the step, which is tried again.
    private async ValueTask<IReadOnlyList<ItemResult>> ExtractAsync(
        long graphKey, List<IngestItem> items, IFactExtractor extractor, CancellationToken cancellationToken)
    {
        try
        {
            var said = await extractor.ExtractAsync(items, cancellationToken);
            var results = new ItemResult[items.Count];
            for (var i = 0; i < results.Length; i++)
            {
                results[i] = said[i].Error is { } error
                    ? new ItemResult(items[i], ItemStatus.Failed, error)
                    : new ItemResult(items[i], ItemStatus.Succeeded, null) { Facts = FactResolver.Resolve(graphKey, items[i], said[i]) };
            }

            return results;
        }
        catch (Exception e) when (!MayPass(e))
        {
            if (items is [var item])
            {
                LogBrokeDown(e, item.EpisodeUuid);
                return [new ItemResult(item, ItemStatus.Failed, BrokeDown(e))];
            }

            var half = items.Count / 2;
            var first = await ExtractAsync(graphKey, items[..half], extractor, cancellationToken);
            var second = await ExtractAsync(graphKey, items[half..], extractor, cancellationToken);
            return [.. first, .. second];
        }
    }

    private static bool MayPass(Exception e) =>
        e is OperationCanceledException or TransientStoreException or HttpRequestException or IOException or OutOfMemoryException
        || (e is TimeoutException and not RegexMatchTimeoutException);

    private static ItemError BrokeDown(Exception e) => new(
        ErrorCodes.ExtractionFailed,
        $"extraction broke down on this item ({e.GetType().Name}), which is a fault of the service; its log has it",
        Retryable: true,
        Attempts: 1);

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
