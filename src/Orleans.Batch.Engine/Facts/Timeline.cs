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

        return Follow(at + 1, holding, oldEnd, oldExpiredAt, added.Ends ? null : added);
    }

    /// <summary>
    /// Removes a stored entry, as if it had never been added: what it ended holds again, and the next that repeats a fact which it began
    /// begins it.
    /// </summary>
    /// <param name="id">Its id.</param>
    /// <param name="removed">The entry; null if it is not among those known.</param>
    /// <returns>False when more stored entries must be loaded first: the timeline is then unusable.</returns>
    public bool TryRemove(Guid id, out TimelineEntry? removed)
    {
        var at = _entries.FindIndex(e => e.Id == id);
        removed = at < 0 ? null : _entries[at];
        if (removed is null)
        {
            return true;
        }

        _entries.RemoveAt(at);
        if (at > 0 && !removed.KnowsNext)
        {
            _entries[at - 1].KnowsNext = false;
        }

        var ended = FindFact(at);
        ended = ended is not null && ended.End == removed.Place ? ended : null;
        ended?.EndAt(null, null);
        var began = removed.IsFact ? removed : null;
        return (began is null && ended is null)
            || (removed.KnowsNext && Follow(at, began, removed.End, removed.ExpiredAt, ended));
    }

    /// <summary>
    /// Continues from an added or removed entry until the timeline is as it was before: usually one entry.
    /// </summary>
    /// <param name="first">The first entry behind it.</param>
    /// <param name="before">What held there before the change.</param>
    /// <param name="oldEnd">When that ended.</param>
    /// <param name="oldExpiredAt">When that was learned.</param>
    /// <param name="now">What holds there now.</param>
    private bool Follow(
        int first, TimelineEntry? before, TimelinePlace? oldEnd, DateTime? oldExpiredAt, TimelineEntry? now)
    {
        for (var i = first; before is not null || now is not null; i++)
        {
            if (i > first && !_entries[i - 1].KnowsNext)
            {
                return false;
            }

            if (i == _entries.Count)
            {
                return true;
            }

            var next = _entries[i];
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

    private TimelineEntry? FindHolding(int before, TimelinePlace place) =>
        FindFact(before) is { } fact && fact.HoldsAt(place) ? fact : null;

    private TimelineEntry? FindFact(int before)
    {
        var at = before == 0 ? -1 : _entries.FindLastIndex(before - 1, static e => e.IsFact);
        return at < 0 ? null : _entries[at];
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
