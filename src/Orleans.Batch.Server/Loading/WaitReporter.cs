namespace Orleans.Batch.Server.Loading;

/// <summary>
/// Tells the person that calls wait for the server, and why, and when they go on; but not more than once in ten seconds.
/// </summary>
internal sealed class WaitReporter(LoadProgress progress, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private long? _since;
    private long? _said;

    /// <summary>A call waits this long, for this reason.</summary>
    /// <param name="reason">What came of the call.</param>
    /// <param name="wait">Until it is tried again.</param>
    /// <param name="paused">Whether it is tried without an end.</param>
    public void Add(string reason, TimeSpan wait, bool paused)
    {
        lock (_lock)
        {
            _since ??= time.GetTimestamp();
            if (_said is { } last && time.GetElapsedTime(last) < Pause)
            {
                return;
            }

            _said = time.GetTimestamp();
            var waited = time.GetElapsedTime(_since.Value);
            progress.Notes.Enqueue(paused
                ? $"paused{(waited < Pause ? "" : $" for {DisplayFormat.Time(waited)} now")}: {reason}; retrying, Ctrl+C stops"
                : $"waiting: {reason}; trying again in {wait.TotalSeconds:N1} s");
        }
    }

    /// <summary>A call that had waited went through.</summary>
    public void Over()
    {
        lock (_lock)
        {
            // One that nobody was told of long ago needs no end.
            if (_since is { } since && time.GetElapsedTime(since) >= Pause)
            {
                progress.Notes.Enqueue($"resumed after {DisplayFormat.Time(time.GetElapsedTime(since))}");
            }

            (_since, _said) = (null, null);
        }
    }
}
