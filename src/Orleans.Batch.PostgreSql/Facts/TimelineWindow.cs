using Orleans.Batch.Facts;

namespace Orleans.Batch.PostgreSql.Facts;

/// <summary>The part of a timeline that was read around one place.</summary>
/// <param name="from">The place: the window contains what is there or later.</param>
/// <param name="limit">How many facts, and how many repeats, it contains at most.</param>
internal sealed class TimelineWindow(TimelinePlace from, int limit)
{
    private readonly List<TimelineEntry> _facts = [];
    private readonly List<TimelineEntry> _repeats = [];
    private TimelineEntry? _before;

    /// <summary>The place after which there may be more; null if the window is complete.</summary>
    public TimelinePlace? CutAt => End(_facts, End(_repeats, null));

    /// <summary>
    /// Whether added entries find their neighbors: as many as it contains may have one moment, and all before it.
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
    /// Its entries, each with whether its successor is known. Facts and repeats are cut separately: entries behind the nearer
    /// cut may have gaps and are left out.
    /// </summary>
    public IEnumerable<TimelineEntry> Entries()
    {
        if (_before is not null)
        {
            // Repeats may follow it; they are not needed, because added entries come after them.
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
