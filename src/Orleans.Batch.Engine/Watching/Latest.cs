namespace Orleans.Batch.Watching;

/// <summary>The latest value of something that is watched. One caller publishes; a watcher skips the values in between.</summary>
internal sealed class Latest<T>
    where T : class
{
    private Moment<T> _now = new(null);

    /// <summary>The latest value, and a task for the next.</summary>
    public Moment<T> Now => Volatile.Read(ref _now);

    /// <summary>Publishes a value to all watchers.</summary>
    public void Publish(T value) => Replace(new Moment<T>(value));

    /// <summary>Tells all watchers that there is no further value.</summary>
    public void End() => Replace(new Moment<T>(_now.Value) { IsLast = true });

    private void Replace(Moment<T> next)
    {
        var before = _now;
        Volatile.Write(ref _now, next);
        before.Replaced();
    }
}
