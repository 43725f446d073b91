using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Checks;

/// <summary>An item of a batch has the expected status, and is in its graph exactly if it succeeded.</summary>
internal static class ItemCheck
{
    public static IEnumerable<Violation> Run(CheckContext context, BatchRecord record, BatchRow batch, ItemRow item)
    {
        if (batch.HasEnded && Wrong(context, record, item) is { } wrong)
        {
            yield return new(ViolationKind.Status, $"item {item.Sequence} ({item.Content}) {wrong}");
        }

        if (item.IsRetried)
        {
            yield break; // the place of its episode follows from the last attempt
        }

        IReadOnlyList<EpisodeRow> places = [.. context.Stored.EpisodesById[item.Episode]];
        var mayBeGone = context.MayBeAbsent(item.Destination);
        if (places.Count > 1)
        {
            yield return new(ViolationKind.Doubled, $"item {item.Sequence} is in {places.Count} graphs");
        }
        else if (item.Status is ItemStatus.Succeeded or ItemStatus.Skipped)
        {
            if (places.Count == 0 && !mayBeGone)
            {
                yield return new(ViolationKind.Lost, $"item {item.Sequence} is {item.Status} and not in its graph: {item.Content}");
            }
            else if (places.Count == 1 && context.GraphKeyOf(item.Destination) is { } key && key != places[0].GraphKey)
            {
                yield return new(ViolationKind.Lost, $"item {item.Sequence} is in graph {places[0].GraphKey}, not in {key}");
            }
        }
        else if (places.Count == 1)
        {
            yield return new(ViolationKind.Status, $"item {item.Sequence} is {item.Status} and in its graph");
        }
    }

    private static string? Wrong(CheckContext context, BatchRecord record, ItemRow item)
    {
        var fails = item.Content is null ? null : FailsWith(context, item.Content);
        var mayBeAbsent = context.MayBeAbsent(item.Destination);
        return item.Status switch
        {
            ItemStatus.Succeeded or ItemStatus.Skipped when fails is not null => $"succeeded and should have failed with {fails}",
            ItemStatus.Succeeded or ItemStatus.Skipped => null,
            ItemStatus.Failed when mayBeAbsent || item.Content is null || item.Code == fails => null,
            ItemStatus.Failed => $"failed with {item.Code}; expected: {fails ?? "success"}",
            ItemStatus.Canceled when mayBeAbsent || record.GetChanges(Calls.Cancel).Any(c => c.MayBeDone) => null,
            _ => $"is {item.Status} with {item.Code}, and was not canceled",
        };
    }

    private static string? FailsWith(CheckContext context, string content) =>
        context.OwnerOf(content) is { Write: AddWrite add, Index: var index } ? add.Items[index].FailsWith : null;
}
