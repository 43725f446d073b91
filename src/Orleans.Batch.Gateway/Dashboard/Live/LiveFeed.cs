namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>
/// One thing that is looked at for all who watch it. Keeps the latest of each fragment and when it changed, so that each
/// watcher gets what it has not seen; what a slow one missed in between nobody needs.
/// </summary>
internal sealed class LiveFeed
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Html, long Version)> _fragments = new(StringComparer.Ordinal);
    private TaskCompletionSource _next = NewSignal();
    private long _version;

    /// <summary>How many watch; kept by <see cref="LiveFeeds"/>.</summary>
    public int Watchers { get; set; }

    /// <summary>What changed after <paramref name="seen"/>, the version to ask with next, and a task that ends with the next change.</summary>
    public LiveNews After(long seen)
    {
        lock (_lock)
        {
            var changed = _version <= seen ? [] : _fragments.Values.Where(f => f.Version > seen).Select(f => f.Html).ToArray();
            return new LiveNews(changed, _version, IsDone, IsStale, _next.Task);
        }
    }

    public bool IsDone { get; private set; }

    /// <summary>Whether the last look failed: what is shown may be out of date.</summary>
    public bool IsStale { get; private set; }

    public void Saw(Look look)
    {
        lock (_lock)
        {
            var version = _version + 1;
            var changed = IsStale || look.Done;
            foreach (var fragment in look.Fragments)
            {
                if (!_fragments.TryGetValue(fragment.Id, out var before) || before.Html != fragment.Html)
                {
                    _fragments[fragment.Id] = (fragment.Html, version);
                    changed = true;
                }
            }

            (IsDone, IsStale) = (look.Done, false);
            if (changed)
            {
                _version = version;
                Tell();
            }
        }
    }

    public void Failed()
    {
        lock (_lock)
        {
            if (!IsStale)
            {
                IsStale = true;
                _version++;
                Tell();
            }
        }
    }

    private void Tell()
    {
        var told = _next;
        _next = NewSignal();
        told.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>What a watcher has not seen yet.</summary>
internal sealed record LiveNews(IReadOnlyList<string> Changed, long Version, bool Done, bool Stale, Task Next);
