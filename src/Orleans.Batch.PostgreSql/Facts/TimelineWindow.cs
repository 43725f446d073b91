using Orleans.Batch.Facts;

namespace Orleans.Batch.PostgreSql.Facts;

/// <summary>What was read of a timeline around one place.</summary>
/// <param name="from">The place: what stands there or later is in it.</param>
/// <param name="limit">How many facts, and how many repeats, it holds at most.</param>
internal sealed class TimelineWindow(TimelinePlace from, int limit)
{
    private readonly List<TimelineEntry> _facts = [];
    private readonly List<TimelineEntry> _repeats = [];
    private TimelineEntry? _before;

    /// <summary>The place behind which there may be more; null where it is whole.</summary>
    public TimelinePlace? CutAt => End(_facts, End(_repeats, null));

    /// <summary>
    /// Whether what is added there finds its neighbours: as many as it holds may stand at one moment, and all before it.
    /// </summary>
    public bool Covers(TimelinePlace place) => from <= place && (CutAt is not { } cut || place < cut);

    public void Add(WindowPart part, TimelineEntry entry)
    {
        switch (part)
        {
            case WindowPart.FactBefore:
                _before = entry;
                break;
            case WindowPart.Facts:
                _facts.Add(entry);
                break;
            default:
                _repeats.Add(entry);
                break;
        }
    }

    /// <summary>
    /// Its entries, each with whether its successor is known. Facts and repeats are cut apart: what lies behind the nearer
    /// cut is not known without gaps and is left out.
    /// </summary>
    public IEnumerable<TimelineEntry> Entries()
    {
        if (_before is not null)
        {
            // Repeats may follow it; nobody needs them, because what is added stands behind them.
            _before.KnowsNext = false;
            yield return _before;
        }

        var end = CutAt;
        TimelineEntry? last = null;
        foreach (var entry in _facts.Concat(_repeats).Where(e => end is null || e.Place <= end).OrderBy(e => e.Place))
        {
            if (last is not null)
            {
                yield return last;
            }

            last = entry;
        }

        if (last is not null)
        {
            last.KnowsNext = end is null;
            yield return last;
        }
    }

    private TimelinePlace? End(List<TimelineEntry> entries, TimelinePlace? other)
    {
        if (entries.Count < limit)
        {
            return other;
        }

        var last = entries.Max(e => e.Place);
        return other < last ? other : last;
    }
}

/// <summary>The parts of a window.</summary>
internal enum WindowPart
{
    /// <summary>The last fact before the place.</summary>
    FactBefore = 0,

    /// <summary>Facts from the place on.</summary>
    Facts = 1,

    /// <summary>Repeats and ends from the place on.</summary>
    Repeats = 2,
}
