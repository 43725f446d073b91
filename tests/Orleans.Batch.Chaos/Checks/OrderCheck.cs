using Orleans.Batch.Chaos.Model;

namespace Orleans.Batch.Chaos.Checks;

/// <summary>
/// A call that was acknowledged before another began comes before it: live writes in their graph, batches in the order of
/// processing. The order inside batches is <see cref="TestKit.Promise.PromiseCheck.CheckOrderAsync"/>'s.
/// </summary>
public static class OrderCheck
{
    public static IEnumerable<Violation> Run(CheckContext context)
    {
        foreach (var graph in context.Stored.Episodes.Where(e => e is { IsRealtime: true, Content: not null }).GroupBy(e => e.GraphKey))
        {
            var writes = graph.Select(e => context.OwnerOf(e.Content!)).Where(o => o?.Write is LiveWrite { IsDone: true });
            foreach (var violation in InOrder($"graph {graph.Key}", writes.Select(o => (o!.Value.Write.Start, o.Value.Write.End, o.Value.Write))))
            {
                yield return violation;
            }

            foreach (var violation in InsideWrites(context, graph))
            {
                yield return violation;
            }
        }

        foreach (var violation in InOrder("processing", Processed(context)))
        {
            yield return violation;
        }
    }

    // In the stored order: a write that was acknowledged before an earlier one began is in the wrong place.
    private static IEnumerable<Violation> InOrder(string where, IEnumerable<(long Start, long End, Write Write)> calls)
    {
        (long Start, Write? Write) latest = (long.MinValue, null);
        foreach (var (start, end, write) in calls)
        {
            if (end < latest.Start)
            {
                yield return new(ViolationKind.Order, $"{where}: {write} was answered before {latest.Write} was sent, and stands behind it");
            }

            if (start > latest.Start)
            {
                latest = (start, write);
            }
        }
    }

    private static IEnumerable<Violation> InsideWrites(CheckContext context, IEnumerable<EpisodeRow> graph)
    {
        foreach (var call in graph.Select(e => context.OwnerOf(e.Content!)).Where(o => o is { Write: LiveWrite { Contents.Count: > 1 } }).GroupBy(o => o!.Value.Write))
        {
            var indexes = call.Select(o => o!.Value.Index).ToArray();
            if (!indexes.SequenceEqual(indexes.Order()))
            {
                yield return new(ViolationKind.Order, $"episodes {string.Join(' ', indexes)}: {call.Key}");
            }
        }
    }

    private static IEnumerable<(long Start, long End, Write Write)> Processed(CheckContext context)
    {
        var numbers = context.Stored.Batches.Where(b => b.ProcessNumber is not null).ToDictionary(b => b.Id, b => b.ProcessNumber!.Value);
        return
            from record in context.History.Batches
            where record.RetryOf is null && record.Id is not null && numbers.ContainsKey(record.Id.Value)
            let writes = record.GetChanges(Calls.Process).Where(w => w.MayBeDone).ToArray()
            let done = writes.FirstOrDefault(w => w.IsDone)
            where done is not null
            orderby numbers[record.Id!.Value]
            select (writes.Min(w => w.Start), done.End, done);
    }
}
