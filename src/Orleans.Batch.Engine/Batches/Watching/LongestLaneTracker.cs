namespace Orleans.Batch.Batches;

/// <summary>
/// The longest lanes of a running batch, and how fast a lane goes. All lanes are looked through once; from then on only
/// the few longest, by key. A lane that was not among them had fewer items left than the last of them, and has no more
/// now: so the longest is known until they all have fewer than that, and only then are all looked through again.
/// </summary>
internal sealed class LongestLaneTracker
{
    /// <summary>How many lanes are followed.</summary>
    public const int Followed = 32;

    private static readonly TimeSpan BetweenScans = TimeSpan.FromSeconds(5);

    private readonly Dictionary<long, int> _left = [];
    private Ewma _rate = new(RateMemory);
    private int _unfollowed;
    private TimeSpan? _sinceScan;

    /// <summary>Over what time rates are smoothed.</summary>
    public static TimeSpan RateMemory { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The lanes to be read again.</summary>
    public IReadOnlyCollection<long> LaneKeys => _left.Keys;

    /// <summary>Items left in the longest lane, at most.</summary>
    public int Longest { get; private set; }

    /// <summary>Items per second that a lane achieves: the fastest followed one; null while none has moved.</summary>
    public double? PerSecond => _rate.PerSecond is > 0 ? _rate.PerSecond : null;

    /// <summary>Whether all lanes have to be looked through. Lanes of an item or two never decide when a batch ends.</summary>
    public bool WantsScan => _sinceScan is null || (_unfollowed > 2 && Longest <= _unfollowed && _sinceScan > BetweenScans);

    /// <summary>Takes in the longest lanes of all, longest first.</summary>
    public void Scanned(IReadOnlyList<RemainingLane> longest)
    {
        _left.Clear();
        foreach (var lane in longest)
        {
            _left[lane.LaneKey] = lane.Items;
        }

        _unfollowed = longest.Count < Followed ? 0 : longest[^1].Items;
        _sinceScan = TimeSpan.Zero;
        Longest = longest.Count == 0 ? 0 : longest[0].Items;
    }

    /// <summary>Takes in what is left of the lanes followed; missing ones have ended.</summary>
    public void Moved(IReadOnlyDictionary<long, int> left, TimeSpan since)
    {
        var (longest, furthest) = (_unfollowed, 0);
        foreach (var (lane, before) in _left)
        {
            var now = left.GetValueOrDefault(lane);
            (longest, furthest) = (Math.Max(longest, now), Math.Max(furthest, before - now));
            if (now == 0)
            {
                _left.Remove(lane);
            }
            else
            {
                _left[lane] = now;
            }
        }

        // Lanes that have not begun say nothing of how fast a lane goes.
        if (furthest > 0 || (_rate.PerSecond is not null && _left.Count > 0))
        {
            _rate.Add(furthest, since);
        }

        _sinceScan += since;
        Longest = longest;
    }
}
