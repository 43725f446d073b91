using System.Collections.Concurrent;

namespace Orleans.Batch.Ingestion;

/// <summary>
/// The number of items to try together, after more of them did not fit: halved each time they do not fit, doubled each
/// time they do. In memory only: a restarted process finds the same sizes again.
/// </summary>
/// <param name="attemptsAlone">How often an item that does not fit alone is tried.</param>
internal sealed class AdaptiveChunkSize(int attemptsAlone)
{
    private const int MaxKnown = 10_000;
    private const int Forget = 1_024;

    private static readonly TimeSpan PauseBeforeSmaller = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseAlone = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, Entry> _known = new();

    /// <summary>Returns how many items in a row to try together.</summary>
    /// <param name="key">The lane, or the live queue.</param>
    /// <param name="items">The items.</param>
    public IReadOnlyList<T> Cut<T>(long key, IReadOnlyList<T> items) =>
        !_known.IsEmpty && _known.TryGetValue(key, out var known) && known.Limit < items.Count ? [.. items.Take(known.Limit)] : items;

    /// <summary>Records that items did not fit.</summary>
    /// <param name="key">The lane, or the live queue.</param>
    /// <param name="position">The position of the first.</param>
    /// <param name="tried">How many were tried together.</param>
    /// <returns>How long to wait before the next try with fewer, or with the one; null when the one has used all its attempts.</returns>
    public TimeSpan? Shrink(long key, long position, int tried)
    {
        if (_known.Count >= MaxKnown)
        {
            _known.Clear(); // costs a few more attempts
        }

        var entry = _known.AddOrUpdate(
            key,
            static (_, now) => Entry.After(now.Tried, now.Position, before: null),
            static (_, before, now) => Entry.After(now.Tried, now.Position, before),
            (Tried: tried, Position: position));
        return entry.Alone >= attemptsAlone ? null
            : entry.Alone == 0 ? PauseBeforeSmaller
            : PauseAlone * entry.Alone;
    }

    /// <summary>Records that items fitted, or that the one that did not has failed.</summary>
    public void Grow(long key, int items)
    {
        if (_known.IsEmpty || !_known.TryGetValue(key, out var known))
        {
            return;
        }

        if (known.Limit * 2 >= Forget)
        {
            _known.TryRemove(key, out _);
        }
        else if (items >= known.Limit)
        {
            _known[key] = new Entry(known.Limit * 2, 0, Alone: 0);
        }
    }

    private sealed record Entry(int Limit, long Position, int Alone)
    {
        public static Entry After(int tried, long position, Entry? before) => tried > 1
            ? new(tried / 2, position, Alone: 0)
            : new(1, position, Alone: before?.Position == position ? before.Alone + 1 : 1);
    }
}
