namespace Orleans.Batch.Server.Loading;

/// <summary>Tells the person that a call is waiting for the server, but not more than once in ten seconds.</summary>
internal sealed class WaitNotes(LoadProgress progress, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private long? _last;

    /// <summary>A call waits this long, for this reason.</summary>
    public void Add(string reason, TimeSpan wait)
    {
        lock (_lock)
        {
            if (_last is { } last && time.GetElapsedTime(last) < Pause)
            {
                return;
            }

            _last = time.GetTimestamp();
        }

        progress.Notes.Enqueue($"waiting: {reason}; trying again in {wait.TotalSeconds:N1} s");
    }
}
