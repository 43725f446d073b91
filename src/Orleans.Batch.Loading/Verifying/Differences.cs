namespace Orleans.Batch.Loading.Verifying;

/// <summary>The kinds of differences.</summary>
internal enum Difference
{
    /// <summary>The item is missing.</summary>
    Missing,

    /// <summary>The item exists with other content, time, or labels.</summary>
    Different,

    /// <summary>The item exists more often than in the file.</summary>
    Doubled,
}

/// <summary>Collects the differences: all of them in a file, and their counts and the first ones for the console.</summary>
internal sealed class Differences(RejectsFile file)
{
    private const int Listed = 20;

    private readonly long[] _counts = new long[Enum.GetValues<Difference>().Length];
    private readonly PriorityQueue<string, long> _first = new();
    private readonly Lock _lock = new();
    private long _seen;

    /// <summary>Lines, or repetitions of lines, of one kind.</summary>
    public long this[Difference kind] => Volatile.Read(ref _counts[(int)kind]);

    /// <summary>Whether there is any.</summary>
    public bool Any => _counts.Any(c => c > 0);

    /// <summary>Episodes checked.</summary>
    public long Seen => Volatile.Read(ref _seen);

    /// <summary>Counts episodes that were checked.</summary>
    public void AddSeen(int episodes) => Interlocked.Add(ref _seen, episodes);

    /// <summary>Adds one.</summary>
    public void Add(long line, Difference kind, string fields, string message)
    {
        var code = kind.ToString().ToLowerInvariant();
        file.Add(line, default, cut: false, new(fields, code, message));
        Interlocked.Increment(ref _counts[(int)kind]);
        lock (_lock)
        {
            // The ones with the smallest numbers are kept.
            _first.Enqueue($"line {line:N0} {code}: {message}", -line);
            if (_first.Count > Listed)
            {
                _first.Dequeue();
            }
        }
    }

    /// <summary>The first of them in the order of the file, as text.</summary>
    public IReadOnlyList<string> First()
    {
        lock (_lock)
        {
            return [.. _first.UnorderedItems.OrderByDescending(i => i.Priority).Select(i => i.Element)];
        }
    }
}
