using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Orleans.Batch.Facts;
using Orleans.Batch.Grouping;

namespace Orleans.Batch.Ingestion;

/// <summary>Takes a chunk's items through parsing and extraction, in order. A bad item fails alone.</summary>
public sealed partial class ItemPipeline(IEnumerable<IFactExtractor> extractors, ILogger<ItemPipeline> logger)
{
    private static readonly ItemError PayloadGone = new(
        ErrorCodes.Internal, "the item's payload is not in the database any more; send it again", Retryable: true, Attempts: 1);

    private readonly Dictionary<ExtractionMode, IFactExtractor> _extractors = extractors.ToDictionary(e => e.Mode);

    // Content extracted in one call: its results are in memory before their facts are counted.
    private const int SliceCharacters = 32_768;

    /// <summary>Processes a chunk, or the first of its items when all of them have more facts than fit.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="facts">Holds the budget for its facts, until it is committed.</param>
    /// <param name="maxFacts">How many facts are committed together; an item with more is taken alone.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="OutOfMemoryException">Its items do not fit in memory together.</exception>
    public async ValueTask<ProcessedChunk> ProcessAsync(
        LaneChunk chunk, WorkShare facts, int maxFacts, CancellationToken cancellationToken)
    {
        var results = await ProcessAsync(
            chunk.GraphKey, chunk.Items, chunk.Extraction, chunk.IgnoreRoles, chunk.Vocabulary, facts, maxFacts, cancellationToken);
        var whole = results.Count == chunk.Items.Count;
        return new(whole ? chunk : chunk with { Items = [.. chunk.Items.Take(results.Count)] }, results);
    }

    /// <summary>Processes items of one graph.</summary>
    /// <returns>One result per item, in order; of the first items only, but at least of one, when all have more facts than fit.</returns>
    /// <inheritdoc cref="ProcessAsync(LaneChunk, WorkShare, int, CancellationToken)"/>
    public async ValueTask<IReadOnlyList<ItemResult>> ProcessAsync(
        long graphKey,
        IReadOnlyList<IngestItem> items,
        ExtractionMode extraction,
        IReadOnlyList<RoleType> ignoreRoles,
        GraphVocabulary vocabulary,
        WorkShare facts,
        int maxFacts,
        CancellationToken cancellationToken)
    {
        var extractor = _extractors[extraction];
        var results = new List<ItemResult>(items.Count);
        while (results.Count < items.Count)
        {
            var (count, mostFacts) = NextSlice(items, results.Count, extractor);
            if (!await facts.TryReserveAsync(mostFacts, cancellationToken))
            {
                break;
            }

            var held = facts.Held - mostFacts;
            var slice = Triage(items, results.Count, count, ignoreRoles);
            await ExtractAsync(graphKey, slice, vocabulary, extractor, cancellationToken);
            var sum = held;
            foreach (var result in slice)
            {
                if (results.Count > 0 && sum + result.Facts.Count > maxFacts)
                {
                    facts.Settle(mostFacts, sum - held);
                    return results;
                }

                sum += result.Facts.Count;
                results.Add(result);
            }

            facts.Settle(mostFacts, sum - held);
        }

        return results;
    }

    // The next items to be extracted, and how many facts they can make at most.
    private static (int Count, long MostFacts) NextSlice(IReadOnlyList<IngestItem> items, int from, IFactExtractor extractor)
    {
        if (!extractor.ReadsContent)
        {
            return (items.Count - from, 0);
        }

        var (characters, facts, end) = (0, 0L, from);
        while (end < items.Count && characters < SliceCharacters)
        {
            var item = items[end++];
            var length = item.Content?.Length ?? 0;
            characters += length;

            // A list of digits has a fact in every other character; no sentence is that short.
            facts += 1 + (length / (item.DataType == DataType.Json ? 2 : 8));
        }

        return (end - from, facts);
    }

    private static ItemResult[] Triage(
        IReadOnlyList<IngestItem> items, int from, int count, IReadOnlyList<RoleType> ignoreRoles)
    {
        var results = new ItemResult[count];
        for (var i = 0; i < count; i++)
        {
            results[i] = Triage(items[from + i], ignoreRoles);
        }

        return results;
    }

    private async ValueTask ExtractAsync(
        long graphKey, ItemResult[] results, GraphVocabulary vocabulary, IFactExtractor extractor, CancellationToken cancellationToken)
    {
        var extract = new List<IngestItem>(results.Length);
        foreach (var result in results)
        {
            if (result.Status == ItemStatus.Succeeded)
            {
                extract.Add(result.Item);
            }
        }

        if (extract.Count > 0)
        {
            var extracted = await ExtractAsync(graphKey, extract, vocabulary, extractor, cancellationToken);
            for (int i = 0, next = 0; i < results.Length; i++)
            {
                if (results[i].Status == ItemStatus.Succeeded)
                {
                    results[i] = extracted[next++];
                }
            }
        }
    }

    // An item that always throws would be retried forever and block those behind it: the chunk is halved until the item
    // is alone, and then it fails. A temporary fault fails the step, which is repeated; a chunk too large for memory is
    // repeated with fewer items.
    private ValueTask<IReadOnlyList<ItemResult>> ExtractAsync(
        long graphKey, List<IngestItem> items, GraphVocabulary vocabulary, IFactExtractor extractor, CancellationToken cancellationToken) =>
        new Bisection<IngestItem, ItemResult>(
            part => ExtractTogetherAsync(graphKey, part, vocabulary, extractor, cancellationToken),
            static e => !MayPass(e),
            FailAsync).RunAsync(items);

    private static async ValueTask<IReadOnlyList<ItemResult>> ExtractTogetherAsync(
        long graphKey,
        IReadOnlyList<IngestItem> items,
        GraphVocabulary vocabulary,
        IFactExtractor extractor,
        CancellationToken cancellationToken)
    {
        var extractions = await extractor.ExtractAsync(items, cancellationToken);
        var results = new ItemResult[items.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = extractions[i].Error is { } error
                ? new ItemResult(items[i], ItemStatus.Failed, error)
                : new ItemResult(
                    items[i],
                    ItemStatus.Succeeded,
                    null,
                    FactResolver.Resolve(graphKey, items[i].ReferenceTime, extractions[i], vocabulary));
        }

        return results;
    }

    private ValueTask<ItemResult> FailAsync(IngestItem item, Exception fault)
    {
        LogBrokeDown(fault, item.EpisodeUuid);
        return ValueTask.FromResult(new ItemResult(item, ItemStatus.Failed, CreateExtractionError(fault)));
    }

    private static bool MayPass(Exception e) =>
        e is OperationCanceledException or TransientStoreException or HttpRequestException or IOException or OutOfMemoryException
        || (e is TimeoutException and not RegexMatchTimeoutException);

    private static ItemError CreateExtractionError(Exception e) => new(
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
