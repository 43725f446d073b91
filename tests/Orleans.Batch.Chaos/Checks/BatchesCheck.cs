using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Checks;

/// <summary>Each batch is stored as often as it was created, and no other batch is stored.</summary>
public static class BatchesCheck
{
    public static IEnumerable<Violation> Run(CheckContext context)
    {
        var byMarker = context.Stored.Batches.Where(b => b.RetryOf is null).ToLookup(b => b.Marker);
        var byId = context.Stored.Batches.ToDictionary(b => b.Id);
        var known = context.History.Batches.ToLookup(b => b.Create.Marker);
        foreach (var stray in context.Stored.Batches.Where(b => b.RetryOf is null && !known.Contains(b.Marker ?? "")))
        {
            yield return new(ViolationKind.Doubled, $"batch {stray.Id} was not made by any client");
        }

        foreach (var record in context.History.Batches)
        {
            var rows = record.RetryOf is null
                ? [.. byMarker[record.Create.Marker]]
                : record.Id is { } id && byId.TryGetValue(id, out var row) ? (BatchRow[])[row] : [];
            foreach (var violation in Presence(record, rows))
            {
                yield return violation;
            }

            foreach (var violation in rows.Take(1).SelectMany(r => BatchCheck.Run(context, record, r)))
            {
                yield return violation;
            }
        }

        var acknowledged = context.History.Batches.Where(b => b.Id is not null).ToDictionary(b => b.Id!.Value);
        foreach (var violation in acknowledged.Values.SelectMany(b => Retries(context, b)))
        {
            yield return violation;
        }

        // Retries whose answer was lost: no client used them.
        foreach (var row in context.Stored.Batches.Where(b => b.RetryOf is not null && !acknowledged.ContainsKey(b.Id)))
        {
            var untouched = new BatchRecord(new Write(Calls.Retry, "", null), acknowledged.GetValueOrDefault(row.RetryOf!.Value));
            foreach (var violation in untouched.RetryOf is null
                ? [new(ViolationKind.Doubled, $"batch {row.Id} retries {row.RetryOf}, which no client knows")]
                : BatchCheck.Run(context, untouched, row))
            {
                yield return violation;
            }
        }
    }

    private static IEnumerable<Violation> Presence(BatchRecord record, BatchRow[] rows)
    {
        var deletes = record.GetChanges(Calls.DeleteBatch).ToArray();
        if (rows.Length > 1)
        {
            yield return new(ViolationKind.Doubled, $"{rows.Length} batches of {record.Create}");
        }
        else if (rows.Length == 1 && !record.Create.MayBeDone && record.RetryOf is null)
        {
            yield return new(ViolationKind.RefusedButDone, $"batch {rows[0].Id} was made by {record.Create}");
        }
        else if (rows.Length == 1 && deletes.Any(d => d.IsDone))
        {
            yield return new(ViolationKind.Lost, $"batch {rows[0].Id} is there after {deletes.First(d => d.IsDone)}");
        }
        else if (rows.Length == 0 && record.Create.IsDone && !deletes.Any(d => d.MayBeDone))
        {
            yield return deletes.Length > 0
                ? new(ViolationKind.RefusedButDone, $"batch {record.Id} is gone after {deletes[0]}")
                : new(ViolationKind.Lost, $"batch {record.Id} is not there: {record.Create}");
        }
        else if (rows.Length == 1 && record.Id is { } id && rows[0].Id != id)
        {
            yield return new(ViolationKind.Doubled, $"{record.Create} was answered with {id} and made {rows[0].Id}");
        }
    }

    // A retry has no marker of its own: only their number can be checked.
    private static IEnumerable<Violation> Retries(CheckContext context, BatchRecord of)
    {
        var retries = of.GetChanges(Calls.Retry).ToArray();
        var stored = context.Stored.Batches.Count(b => b.RetryOf == of.Id);
        if (stored > retries.Count(r => r.MayBeDone))
        {
            yield return new(
                CheckContext.Excess(retries), $"batch {of.Id} has {stored} retries: {string.Join("; ", retries.Select(r => r.ToString()))}");
        }
    }
}
