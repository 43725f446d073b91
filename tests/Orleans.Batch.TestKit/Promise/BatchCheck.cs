namespace Orleans.Batch.TestKit.Promise;

/// <summary>The promise, for one batch.</summary>
internal static class BatchCheck
{
    public static IEnumerable<string> Run(AcknowledgedBatch told, StoredBatch batch, IReadOnlyList<StoredItem> items) =>
    [
        .. StatusHistory.Check(told.Observed),
        .. Acknowledged(told, items),
        .. Doubled(told, items),
        .. Counts(batch, items),
        .. told.Processed ? Ended(told, batch, items) : NotStarted(batch, items),
        .. batch.Messages == (batch.Status >= BatchStatus.Invalid ? 1 : 0)
            ? (IEnumerable<string>)[]
            : [$"outbox: {batch.Messages} messages of a batch that is {batch.Status}"],
    ];

    private static IEnumerable<string> Acknowledged(AcknowledgedBatch told, IReadOnlyList<StoredItem> items)
    {
        foreach (var (sent, sequence, episode) in told.Items)
        {
            var item = sequence < items.Count ? items[sequence] : null;
            if (item is null || item.Sequence != sequence || item.Episode != episode)
            {
                yield return $"lost: item {sequence} with episode {episode} was acknowledged and is not there";
            }
            else if (item.Content != sent.Content || item.Destination != sent.Destination)
            {
                yield return $"item {sequence} is not the one that was acknowledged";
            }
        }
    }

    // Each content was created once: a second one, or one that no client sent, is a doubled item.
    private static IEnumerable<string> Doubled(AcknowledgedBatch told, IReadOnlyList<StoredItem> items)
    {
        var known = told.Items.Select(i => i.Sent.Content).Concat(told.Uncertain.Select(i => i.Content)).ToHashSet();
        foreach (var same in items.GroupBy(i => i.Content))
        {
            if (same.Count() > 1 || same.Key is null || !known.Contains(same.Key))
            {
                yield return $"doubled: {same.Count()} items hold what was sent once ({same.Key})";
            }
        }

        foreach (var item in items.Where(i => i.InGraphs > 1))
        {
            yield return $"doubled: item {item.Sequence} is in {item.InGraphs} graphs";
        }
    }

    private static IEnumerable<string> Counts(StoredBatch batch, IReadOnlyList<StoredItem> items)
    {
        var counted = (
            Items: items.Count,
            Succeeded: items.Count(i => i.Succeeded),
            Failed: items.Count(i => i.Outcome == ItemStatus.Failed),
            Skipped: items.Count(i => i.Outcome == ItemStatus.Skipped),
            Canceled: items.Count(i => i.Outcome == ItemStatus.Canceled));
        var kept = (batch.ItemCount, batch.Succeeded, batch.Failed, batch.Skipped, batch.Canceled);
        if (counted != kept)
        {
            yield return $"counts: the items say {counted}, the progress {kept}";
        }
    }

    private static IEnumerable<string> NotStarted(StoredBatch batch, IReadOnlyList<StoredItem> items)
    {
        if (batch.Status == BatchStatus.Draft && items.Any(i => i.InGraphs > 0 || i.Outcome is not null))
        {
            yield return "a draft's items were ingested";
        }
    }

    private static IEnumerable<string> Ended(AcknowledgedBatch told, StoredBatch batch, IReadOnlyList<StoredItem> items)
    {
        if (!batch.Ended || batch.OpenLanes > 0 || batch.BegunLanes != 0)
        {
            yield return $"has not ended: {batch.Status}, {batch.OpenLanes} lanes open, {batch.BegunLanes} begun";
            yield break;
        }

        if (batch.ItemCount != batch.Succeeded + batch.Failed + batch.Skipped + batch.Canceled)
        {
            yield return $"ended with {batch.ItemCount} items, of which {batch.Succeeded} succeeded, {batch.Failed} failed, {batch.Skipped} were skipped, {batch.Canceled} canceled";
        }

        var outcome = BatchOutcome.From(batch.ItemCount, batch.Succeeded, batch.Failed, batch.Canceled, batch.CancelRequested);
        if (batch.Status != outcome)
        {
            yield return $"ended {batch.Status}, its counts say {outcome}";
        }

        if (told.Observed is [.., var last] && !string.Equals(last.Status, batch.Status.ToString(), StringComparison.OrdinalIgnoreCase))
        {
            yield return $"was {last.Status} when last seen and is {batch.Status} now";
        }

        var expected = told.Items.ToDictionary(i => i.Sequence, i => i.Sent.FailsWith);
        foreach (var item in items)
        {
            var inGraph = item.Outcome is null or ItemStatus.Skipped;
            if (item.InGraphs != (inGraph ? 1 : 0))
            {
                yield return $"{(inGraph ? "lost" : "doubled")}: item {item.Sequence} is in {item.InGraphs} graphs, its outcome is {item.Outcome} {item.Code}";
            }

            if (expected.TryGetValue(item.Sequence, out var code) && item.Code != code)
            {
                yield return $"item {item.Sequence} should have ended with '{code}' and ended with '{item.Code}'";
            }
        }
    }
}
