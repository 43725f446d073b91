namespace Orleans.Batch.Watching;

/// <summary>One watcher of an object, until it is disposed of.</summary>
public sealed class Watch<T> : IDisposable
{
    private Action? _leave;

    internal Watch(T target, Action leave)
    {
        Target = target;
        _leave = leave;
    }

    /// <summary>The object.</summary>
    public T Target { get; }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _leave, null)?.Invoke();
}
