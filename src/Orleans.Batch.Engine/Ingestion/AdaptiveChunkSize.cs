using System.Collections.Concurrent;

namespace Orleans.Batch.Ingestion;

/// <summary>
/// How many items at a time, after more of them did not fit: half as many each time it happens, twice as many each time it
/// does not. In memory only: a process that begins anew finds the same sizes.
/// </summary>
/// <param name="attemptsAlone">How often an item that does not fit alone is tried.</param>
internal sealed class AdaptiveChunkSize(int attemptsAlone)
{
    private const int MaxKnown = 10_000;
    private const int Forget = 1_024;

    private static readonly TimeSpan PauseBeforeSmaller = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseAlone = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<long, Entry> _known = new();

    /// <summary>Of items in a row, those to be tried together.</summary>
    /// <param name="key">The lane, or the live queue.</param>
    /// <param name="items">The items.</param>
    public IReadOnlyList<T> Cut<T>(long key, IReadOnlyList<T> items) =>
        !_known.IsEmpty && _known.TryGetValue(key, out var known) && known.Limit < items.Count ? [.. items.Take(known.Limit)] : items;

    /// <summary>Items did not fit.</summary>
    /// <param name="key">The lane, or the live queue.</param>
    /// <param name="position">Where the first of them stands.</param>
    /// <param name="tried">How many were tried together.</param>
    /// <returns>How long to wait before fewer are tried, or the one again; null when it has been tried often enough, and fails.</returns>
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

    /// <summary>Items fitted, or the one that did not was given up.</summary>
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
