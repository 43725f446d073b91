namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>
/// One thing that is looked at for all who watch it. Keeps the latest of each fragment and when it changed, so that each
/// watcher gets what it has not seen; what a slow one missed in between nobody needs.
/// </summary>
/// <param name="key">Names what is looked at.</param>
internal sealed class LiveFeed(string key)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Html, long Version)> _fragments = new(StringComparer.Ordinal);
    private TaskCompletionSource _next = NewSignal();
    private long _version;
    private LiveState _state;

    public string Key => key;

    /// <summary>How many watch; kept by <see cref="LiveFeeds"/>.</summary>
    public int Watchers { get; set; }

    /// <summary>Canceled when the last watcher has left.</summary>
    public CancellationTokenSource Unwatched { get; } = new();

    /// <summary>What changed after <paramref name="seen"/>.</summary>
    public FeedUpdate After(long seen)
    {
        lock (_lock)
        {
            var changed = _version <= seen ? [] : _fragments.Values.Where(f => f.Version > seen).Select(f => f.Html).ToArray();
            return new FeedUpdate(changed, _version, _state, _next.Task);
        }
    }

    /// <summary>Takes in a look; what is not in it any more stays on the pages as it is.</summary>
    public void Update(Snapshot snapshot)
    {
        lock (_lock)
        {
            var version = _version + 1;
            var changed = _state != LiveState.Fresh;
            _state = LiveState.Fresh;
            foreach (var gone in _fragments.Keys.Except(snapshot.Fragments.Select(f => f.Id), StringComparer.Ordinal).ToArray())
            {
                _fragments.Remove(gone);
            }

            foreach (var fragment in snapshot.Fragments)
            {
                if (!_fragments.TryGetValue(fragment.Id, out var before) || before.Html != fragment.Html)
                {
                    _fragments[fragment.Id] = (fragment.Html, version);
                    changed = true;
                }
            }

            if (changed)
            {
                Signal();
            }
        }
    }

    /// <summary>Nothing will change any more.</summary>
    public void End() => Become(LiveState.Ended);

    /// <summary>The last look failed: what is shown may be out of date.</summary>
    public void Failed() => Become(LiveState.Stale);

    private void Become(LiveState state)
    {
        lock (_lock)
        {
            if (_state != state)
            {
                _state = state;
                Signal();
            }
        }
    }

    private void Signal()
    {
        _version++;
        var told = _next;
        _next = NewSignal();
        told.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

internal enum LiveState
{
    Unseen,
    Fresh,
    Stale,
    Ended,
}

/// <summary>What a watcher has not seen yet.</summary>
/// <param name="Changed">The HTML of fragments that changed.</param>
/// <param name="Version">What to ask with next.</param>
/// <param name="State">Where the feed stands.</param>
/// <param name="Next">Ends with the next change.</param>
internal sealed record FeedUpdate(IReadOnlyList<string> Changed, long Version, LiveState State, Task Next);
