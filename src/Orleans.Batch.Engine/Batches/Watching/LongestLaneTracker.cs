namespace Orleans.Batch.Batches;

/// <summary>
/// The longest lanes of a running batch, and the rate of a lane. All lanes are scanned once; from then on only the few
/// longest are read, by key. A lane outside this set had fewer items left than the last of the set, and has no more
/// now: the longest is known until all of the set have fewer than that, and only then all are scanned again.
/// </summary>
internal sealed class LongestLaneTracker
{
    /// <summary>How many lanes are tracked.</summary>
    public const int Followed = 32;

    private static readonly TimeSpan BetweenScans = TimeSpan.FromSeconds(5);

    private readonly Dictionary<long, int> _left = [];
    private Ewma _rate = new(RateMemory);
    private int _unfollowed;
    private TimeSpan? _sinceScan;

    /// <summary>The time over which rates are smoothed.</summary>
    public static TimeSpan RateMemory { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The lanes to be read again.</summary>
    public IReadOnlyCollection<long> LaneKeys => _left.Keys;

    /// <summary>Items left in the longest lane, at most.</summary>
    public int Longest { get; private set; }

    /// <summary>Items per second that a lane achieves: the fastest tracked one; null while none has made progress.</summary>
    public double? PerSecond => _rate.PerSecond is > 0 ? _rate.PerSecond : null;

    /// <summary>Whether all lanes have to be scanned. Lanes of an item or two never determine when a batch ends.</summary>
    public bool WantsScan => _sinceScan is null || (_unfollowed > 2 && Longest <= _unfollowed && _sinceScan > BetweenScans);

    /// <summary>Replaces the tracked lanes by the longest of all, longest first.</summary>
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

    /// <summary>Updates the items left of the tracked lanes; missing ones have ended.</summary>
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

        // Lanes that have not begun have no rate.
        if (furthest > 0 || (_rate.PerSecond is not null && _left.Count > 0))
        {
            _rate.Add(furthest, since);
        }

        _sinceScan += since;
        Longest = longest;
    }
}
