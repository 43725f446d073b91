using Orleans.Batch.Extraction;
using Orleans.Batch.Facts;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.TestKit.Facts;

/// <summary>
/// The expected facts of a graph: those of all its items, read in order of time, in the simplest way. It words a fact as
/// <see cref="StoredGraph"/> does.
/// </summary>
public sealed class ExpectedGraph
{
    private readonly List<ExpectedAssertion> _told = [];
    private readonly Dictionary<string, (DateTimeOffset At, (bool, int) Order, string Name)> _names = [];

    /// <summary>The facts, in alphabetical order.</summary>
    public IReadOnlyList<string> Facts => [.. _told.GroupBy(t => t.Slot).SelectMany(Read).Order(StringComparer.Ordinal)];

    /// <summary>The names of the nodes, in alphabetical order.</summary>
    public IReadOnlyList<string> Names => [.. _names.Values.Select(n => n.Name).Order(StringComparer.Ordinal)];

    /// <summary>Adds the facts of an item.</summary>
    public async Task AddAsync(GraphItem item)
    {
        var read = new IngestItem(
            0, item.Order, Guid.NewGuid(), null, item.DataType, item.Role, item.Speaker, item.CreatedAt, item.Content, false, true);
        var place = (item.IsRealtime, item.Order);
        var extracted = (await new DeterministicExtractor().ExtractAsync([read], default))[0];
        foreach (var mentioned in extracted.Mentions)
        {
            Name(mentioned, item, place);
        }

        foreach (var said in extracted.Assertions)
        {
            Name(said.Subject, item, place);
            if (said.Object is not null)
            {
                Name(said.Object, item, place);
            }

            var what = said.Value ?? EntityName.Normalize(said.Object!.Name);
            var slot = $"{EntityName.Normalize(said.Subject.Name)} {said.Predicate} {(said.SingleValued ? "" : what)}";
            var fact = $"{EntityName.Normalize(said.Subject.Name)} {said.Predicate} {what}";
            _told.Add(new ExpectedAssertion(slot, fact, said.At ?? item.CreatedAt, place, said.Ends));
        }
    }

    private void Name(Entity entity, GraphItem item, (bool, int) place)
    {
        var key = EntityName.Normalize(entity.Name);
        if (!_names.TryGetValue(key, out var known) || (item.CreatedAt, place).CompareTo((known.At, known.Order)) < 0)
        {
            _names[key] = (item.CreatedAt, place, entity.Name);
        }
    }

    private static IEnumerable<string> Read(IEnumerable<ExpectedAssertion> slot)
    {
        (string Fact, DateTimeOffset From, SortedSet<int> Orders)? holding = null;
        foreach (var told in slot.OrderBy(t => t.At).ThenBy(t => t.Order))
        {
            var same = holding?.Fact == told.Fact;
            if (same && !told.Ends)
            {
                holding!.Value.Orders.Add(told.Order.Item2);
            }
            else if (same == told.Ends)
            {
                if (holding is { } ended)
                {
                    yield return StoredGraph.Word(ended.Fact, ended.From, told.At, ended.Orders);
                }

                holding = told.Ends ? null : (told.Fact, told.At, [told.Order.Item2]);
            }
        }

        if (holding is { } open)
        {
            yield return StoredGraph.Word(open.Fact, open.From, null, open.Orders);
        }
    }

    private sealed record ExpectedAssertion(string Slot, string Fact, DateTimeOffset At, (bool, int) Order, bool Ends);
}
