namespace Orleans.Batch.Watching;

/// <summary>
/// Objects that are watched. However many watch an object, one loop follows it: it starts with the first watcher and is
/// canceled with the last.
/// </summary>
/// <typeparam name="TKey">What identifies an object.</typeparam>
/// <typeparam name="T">The object as its watchers see it.</typeparam>
/// <param name="follow">Follows an object until it is canceled, or the object is final. It handles its faults itself.</param>
public sealed class WatchedObjects<TKey, T>(Func<T, CancellationToken, Task> follow)
    where TKey : notnull
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, Entry> _entries = [];

    /// <summary>How many objects are watched.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Adds a watcher of an object, until the result is disposed of.</summary>
    /// <param name="key">The object.</param>
    /// <param name="create">Creates it, if this is its first watcher.</param>
    public Watch<T> Enter(TKey key, Func<T> create)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry))
            {
                _entries.Add(key, entry = new Entry(create()));
                var (target, token) = (entry.Target, entry.Unwatched.Token);
                using (ExecutionContext.SuppressFlow()) // the loop outlives the request that starts it
                {
                    _ = Task.Run(() => follow(target, token), CancellationToken.None);
                }
            }

            entry.Watchers++;
            return new Watch<T>(entry.Target, () => Leave(key, entry));
        }
    }

    private void Leave(TKey key, Entry entry)
    {
        lock (_lock)
        {
            if (--entry.Watchers > 0)
            {
                return;
            }

            _entries.Remove(key);
        }

        entry.Unwatched.Cancel();
        entry.Unwatched.Dispose();
    }

    private sealed class Entry(T target)
    {
        public T Target => target;

        public int Watchers { get; set; }

        public CancellationTokenSource Unwatched { get; } = new();
    }
}
