namespace Orleans.Batch.Dashboard;

/// <summary>
/// One object that is polled once for all its watchers. Keeps the latest version of each fragment and when it changed,
/// so that each watcher gets what it has not seen; a slow watcher skips versions in between.
/// </summary>
/// <param name="snapshots">Polls the object.</param>
internal sealed class LiveFeed(Func<CancellationToken, IAsyncEnumerable<Snapshot>> snapshots)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Html, long Version)> _fragments = new(StringComparer.Ordinal);
    private TaskCompletionSource _next = NewSignal();
    private long _version;
    private LiveState _state;

    /// <summary>Polls the object until its state is final.</summary>
    public IAsyncEnumerable<Snapshot> ReadAsync(CancellationToken cancellationToken) => snapshots(cancellationToken);

    /// <summary>Returns what changed after <paramref name="seen"/>.</summary>
    public FeedUpdate After(long seen)
    {
        lock (_lock)
        {
            var changed = _version <= seen ? [] : _fragments.Values.Where(f => f.Version > seen).Select(f => f.Html).ToArray();
            return new FeedUpdate(changed, _version, _state, _next.Task);
        }
    }

    /// <summary>Applies a snapshot; fragments that are no longer in it stay on the pages as they are.</summary>
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

    /// <summary>The feed is final.</summary>
    public void End() => Become(LiveState.Ended);

    /// <summary>The last poll failed: the pages may be out of date.</summary>
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

/// <summary>The changes that a watcher has not seen yet.</summary>
/// <param name="Changed">The HTML of fragments that changed.</param>
/// <param name="Version">The version to pass to the next call.</param>
/// <param name="State">The state of the feed.</param>
/// <param name="Next">Completes with the next change.</param>
internal sealed record FeedUpdate(IReadOnlyList<string> Changed, long Version, LiveState State, Task Next);
