using Orleans.Batch.Chaos.Model;
using Orleans.Batch.TestKit.Promise;

namespace Orleans.Batch.Chaos.Checks;

/// <summary>The promise for one stored batch.</summary>
internal static class BatchCheck
{
    public static IEnumerable<Violation> Run(CheckContext context, BatchRecord record, BatchRow row)
    {
        IReadOnlyList<ItemRow> items = [.. context.Stored.Items[row.Key]];
        return ((IEnumerable<Violation>)
        [
            .. record.RetryOf is null ? AddsCheck.Run(context, record, items) : [],
            .. Flags(record, row),
            .. Counts(row, items),
            .. Status(record, row),
            .. items.SelectMany(i => ItemCheck.Run(context, record, row, i)),
        ]).Select(v => v with { Text = $"batch {row.Id}: {v.Text}" });
    }

    // The call that creates a retry may process it.
    private static IEnumerable<Violation> Flags(BatchRecord record, BatchRow row) =>
    [
        .. record.RetryOf is null ? Flag(record.GetChanges(Calls.Process), row.ProcessNumber is not null, "processed") : [],
        .. Flag(record.GetChanges(Calls.Cancel), row.CancelRequested, "asked to be canceled"),
        .. AtMost(record.GetChanges(Calls.Pause), row.Pauses, "paused"),
        .. AtMost(record.GetChanges(Calls.Resume), row.Resumes, "resumed"),
    ];

    private static IEnumerable<Violation> Flag(IEnumerable<Write> writes, bool isSet, string what)
    {
        var all = writes.ToArray();
        if (isSet && !all.Any(w => w.MayBeDone))
        {
            yield return new(CheckContext.Excess(all), $"is {what} after {string.Join<Write>("; ", all)}");
        }
        else if (!isSet && all.FirstOrDefault(w => w.IsDone) is { } done)
        {
            yield return new(ViolationKind.Lost, $"is not {what} after {done}");
        }
    }

    private static IEnumerable<Violation> AtMost(IEnumerable<Write> writes, int times, string what)
    {
        var all = writes.ToArray();
        if (times > all.Count(w => w.MayBeDone))
        {
            yield return new(CheckContext.Excess(all), $"was {what} {times} times: {string.Join<Write>("; ", all)}");
        }
    }

    private static IEnumerable<Violation> Counts(BatchRow row, IReadOnlyList<ItemRow> items)
    {
        var counted = (
            Items: items.Count,
            Succeeded: items.Count(i => i.Status == ItemStatus.Succeeded),
            Failed: items.Count(i => i.Status == ItemStatus.Failed),
            Skipped: items.Count(i => i.Status == ItemStatus.Skipped),
            Canceled: items.Count(i => i.Status == ItemStatus.Canceled));
        var kept = (row.ItemCount, row.Succeeded, row.Failed, row.Skipped, row.Canceled);
        if (counted != kept)
        {
            yield return new(ViolationKind.Counts, $"its items are {counted}, its progress is {kept}");
        }
        else if (row.HasEnded && row.ItemCount != row.Succeeded + row.Failed + row.Skipped + row.Canceled)
        {
            yield return new(ViolationKind.Counts, $"has ended, and its progress is {kept}");
        }
    }

    private static IEnumerable<Violation> Status(BatchRecord record, BatchRow row)
    {
        foreach (var wrong in StatusHistory.Check(record.Observed))
        {
            yield return new(ViolationKind.Status, wrong);
        }

        if (record.Observed is [.., var last] && last.Status is not ("draft" or "queued" or "processing")
            && !string.Equals(last.Status, row.Status.ToString(), StringComparison.OrdinalIgnoreCase))
        {
            yield return new(ViolationKind.Status, $"was {last.Status} when last seen and is {row.Status} now");
        }

        if (row.Status is BatchStatus.Queued or BatchStatus.Processing || (row.HasEnded && (row.OpenLanes > 0 || row.Begun != 0)))
        {
            yield return new(ViolationKind.Status, $"is {row.Status}, {row.OpenLanes} lanes open, {row.Begun} begun");
        }
        else if (row.HasEnded)
        {
            var expected = BatchOutcome.From(row.ItemCount, row.Succeeded, row.Failed, row.Canceled, row.CancelRequested);
            if (row.Status != expected)
            {
                yield return new(ViolationKind.Status, $"is {row.Status}, its counts say {expected}");
            }
        }
        else if ((row.Status == BatchStatus.Draft) != (row.ProcessNumber is null))
        {
            yield return new(ViolationKind.Status, $"is {row.Status}, its place in the order is {row.ProcessNumber}");
        }
    }
}
