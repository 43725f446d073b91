using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Checks;

/// <summary>What was added to a batch: each call completely, in order and once, or not at all.</summary>
internal static class AddsCheck
{
    public static IEnumerable<Violation> Run(CheckContext context, BatchRecord record, IReadOnlyList<ItemRow> items)
    {
        var found = record.Adds.ToDictionary(a => a, _ => new SortedDictionary<int, ItemRow>());
        var isUnattributed = false;
        foreach (var item in items)
        {
            if (Attribute(context, record, item) is not { } owner)
            {
                // The payload was deleted with its episode or destination: its content cannot be checked.
                isUnattributed |= item.Content is null;
                if (item.Content is not null)
                {
                    yield return new(ViolationKind.Doubled, $"item {item.Sequence} holds what was not sent to this batch: {item.Content}");
                }
            }
            else if (!found[owner.Add].TryAdd(owner.Index, item))
            {
                yield return new(ViolationKind.Doubled, $"items {found[owner.Add][owner.Index].Sequence} and {item.Sequence} are of one call: {owner.Add}");
            }
        }

        foreach (var violation in found.SelectMany(f => One(f.Key, f.Value, isUnattributed)))
        {
            yield return violation;
        }

        foreach (var violation in record.Patches.SelectMany(p => Patched(items.FirstOrDefault(i => i.Sequence == p.Key), p.Value)))
        {
            yield return violation;
        }
    }

    private static (AddWrite Add, int Index)? Attribute(CheckContext context, BatchRecord record, ItemRow item)
    {
        var owner = item.Content is null ? null : context.OwnerOf(item.Content);
        if (item.Content is not null && owner?.Batch != record)
        {
            return null;
        }

        // If the item was changed since, or its payload is gone, its position identifies it.
        return owner?.Write is AddWrite add
            ? (add, owner.Value.Index)
            : record.Adds.Where(a => a.First <= item.Sequence && item.Sequence < a.First + a.Items.Count)
                .Select(a => ((AddWrite, int)?)(a, item.Sequence - a.First!.Value)).FirstOrDefault();
    }

    private static IEnumerable<Violation> One(AddWrite add, SortedDictionary<int, ItemRow> found, bool isUnattributed)
    {
        if (!add.MayBeDone)
        {
            if (found.Count > 0)
            {
                yield return new(ViolationKind.RefusedButDone, $"{found.Count} of {add.Items.Count} items are there: {add}");
            }

            yield break;
        }

        if (add.IsDone && add.First is { } first)
        {
            for (var i = 0; i < add.Items.Count; i++)
            {
                var item = found.GetValueOrDefault(i);
                if (item is null || item.Destination != add.Items[i].Destination || (add.Episodes.Count > 0 && item.Episode != add.Episodes[i]))
                {
                    yield return new(ViolationKind.Lost, $"item {first + i} of {add} is not there, or not the one that was acknowledged");
                }
                else if (item.Sequence != first + i)
                {
                    yield return new(ViolationKind.Order, $"item {item.Sequence} was acknowledged as {first + i}: {add}");
                }
            }

            yield break;
        }

        if (found.Count > 0 && found.Count != add.Items.Count && !isUnattributed)
        {
            yield return new(ViolationKind.Lost, $"{found.Count} of {add.Items.Count} items are there: {add}");
        }
        else if (found.Any(f => f.Value.Sequence - f.Key != found.First().Value.Sequence - found.First().Key))
        {
            yield return new(ViolationKind.Order, $"items at {string.Join(' ', found.Select(f => f.Value.Sequence))}: {add}");
        }
    }

    private static IEnumerable<Violation> Patched(ItemRow? item, IList<PatchWrite> patches)
    {
        if (item?.Content is null)
        {
            yield break;
        }

        var current = patches.FirstOrDefault(p => p.Content == item.Content);
        if (current is { MayBeDone: false })
        {
            yield return new(ViolationKind.RefusedButDone, $"item {item.Sequence} was changed by {current}");
        }
        else if (current is null or { IsDone: true } && patches.SkipWhile(p => current is not null && p != current).Skip(current is null ? 0 : 1)
            .FirstOrDefault(p => p.IsDone) is { } later)
        {
            yield return new(ViolationKind.Lost, $"item {item.Sequence} was not changed by {later}");
        }
    }
}
