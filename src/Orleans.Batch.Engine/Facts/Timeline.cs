namespace Orleans.Batch.Facts;

/// <summary>
/// A slot's known assertions in order of time, and the facts they make: a fact begins with an assertion of an object
/// that does not hold at that moment, and ends with the next one of another object or of its end. Entries may be added
/// in any order; only the neighbors in time of an added entry change.
/// </summary>
public sealed class Timeline
{
    private readonly List<TimelineEntry> _entries = [];

    /// <summary>Starts from stored entries, in any order: around each new place the last fact before it and the entries after it.</summary>
    public Timeline(IEnumerable<TimelineEntry> stored)
    {
        _entries.AddRange(stored);
        _entries.Sort(static (a, b) => a.Place.CompareTo(b.Place));
    }

    /// <summary>All entries known, in order.</summary>
    public IReadOnlyList<TimelineEntry> Entries => _entries;

    /// <summary>Adds a new entry.</summary>
    /// <returns>False when more stored entries must be loaded first: the timeline is then unusable.</returns>
    public bool TryAdd(TimelineEntry added)
    {
        var at = FindIndex(added.Place);
        _entries.Insert(at, added);
        var holding = FindHolding(at, added.Place);
        var holds = holding?.SameObjectAs(added) == true;
        if (added.Ends != holds)
        {
            // It repeats a fact that holds, or ends one that does not: nothing changes.
            return true;
        }

        var oldEnd = holding?.End;
        var oldExpiredAt = holding?.ExpiredAt;
        holding?.EndAt(added.Place, null);
        if (!added.Ends)
        {
            added.BeginFact(null, null);
        }

        return Follow(at, holding, oldEnd, oldExpiredAt, added.Ends ? null : added);
    }

    /// <summary>
    /// Continues from the added entry until the timeline is as it was before: usually one entry.
    /// </summary>
    /// <param name="at">The place of the added entry.</param>
    /// <param name="before">What held there without it.</param>
    /// <param name="oldEnd">When that ended.</param>
    /// <param name="oldExpiredAt">When that was learned.</param>
    /// <param name="now">What holds there now.</param>
    private bool Follow(
        int at, TimelineEntry? before, TimelinePlace? oldEnd, DateTime? oldExpiredAt, TimelineEntry? now)
    {
        for (var i = at; before is not null || now is not null; i++)
        {
            if (!_entries[i].KnowsNext)
            {
                return false;
            }

            if (i + 1 == _entries.Count)
            {
                return true;
            }

            var next = _entries[i + 1];
            if (next.Ends)
            {
                before = before?.SameObjectAs(next) == true ? null : before;
                if (now?.SameObjectAs(next) == true)
                {
                    now.EndAt(next.Place, null);
                    now = null;
                }

                continue;
            }

            Meet(next, now, oldEnd, oldExpiredAt);
            return true;
        }

        return true;
    }

    /// <summary>An entry that begins something: after it everything is as before, but the entry that begins the fact may change.</summary>
    private static void Meet(TimelineEntry next, TimelineEntry? now, TimelinePlace? oldEnd, DateTime? oldExpiredAt)
    {
        if (now?.SameObjectAs(next) == true)
        {
            now.EndAt(next.End, next.ExpiredAt);
            next.CeaseToBeFact();
            return;
        }

        now?.EndAt(next.Place, null);
        if (!next.IsFact)
        {
            // It repeated a fact that has since ended, so it begins the fact again.
            next.BeginFact(oldEnd, oldExpiredAt);
        }
    }

    private TimelineEntry? FindHolding(int before, TimelinePlace place)
    {
        for (var i = before - 1; i >= 0; i--)
        {
            if (_entries[i].IsFact)
            {
                return _entries[i].HoldsAt(place) ? _entries[i] : null;
            }
        }

        return null;
    }

    private int FindIndex(TimelinePlace place)
    {
        var (low, high) = (0, _entries.Count);
        if (high > 0 && _entries[high - 1].Place < place)
        {
            return high;
        }

        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _entries[middle].Place < place ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
