namespace Orleans.Batch.Batches;

/// <summary>
/// Tracks which lanes of one batch have been woken: enough are kept awake, none is woken twice while the batch makes
/// progress, and without progress the next window is woken in turn (wake-ups may be lost).
/// </summary>
/// <param name="lanesEnded">How many lanes had ended when this began.</param>
internal sealed class LaneWindow(int lanesEnded)
{
    /// <summary>How long a batch may make no progress before its lanes are woken again.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(2);

    private int _woken = lanesEnded;
    private int _lastEnded = lanesEnded;
    private long _movedAt;
    private bool _allWoken;

    /// <summary>The last lane woken; 0 at the beginning, and again after the last one.</summary>
    public long LastLaneKey { get; private set; }

    /// <summary>When to record the batch's progress.</summary>
    public ProgressSampler Samples { get; } = new();

    /// <summary>How many more lanes to wake now.</summary>
    public int LanesToWake(int ended, int window, long now, TimeProvider time)
    {
        if (ended != _lastEnded || _movedAt == 0)
        {
            _lastEnded = ended;
            _movedAt = now;
        }
        else if (time.GetElapsedTime(_movedAt, now) >= MaxWait)
        {
            _movedAt = now;
            _woken = ended;
            _allWoken = false;
        }

        var awake = Awake(ended);
        return _allWoken || awake > window / 2 ? 0 : window - awake;
    }

    /// <summary>How many lanes are awake when this many have ended.</summary>
    public int Awake(int ended) => Math.Max(_woken - ended, 0);

    /// <summary>Records the lanes woken, and how many were requested.</summary>
    public void RecordWoken(OpenLanes lanes, int asked)
    {
        _woken += lanes.Lanes.Count;
        _allWoken = lanes.Lanes.Count < asked;
        LastLaneKey = _allWoken ? 0 : lanes.LastLaneKey;
    }
}
