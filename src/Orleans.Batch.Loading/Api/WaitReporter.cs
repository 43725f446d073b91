namespace Orleans.Batch.Loading;

/// <summary>
/// Reports that calls wait for the server, with the reason, and when they continue; at most once in ten seconds.
/// </summary>
internal sealed class WaitReporter(LoadProgress progress, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private long? _since;
    private long? _said;

    /// <summary>Reports that a call waits this long, for this reason.</summary>
    /// <param name="reason">The result of the call.</param>
    /// <param name="wait">The time until the next try.</param>
    /// <param name="paused">Whether it is repeated without a limit.</param>
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

    /// <summary>Reports that a call that had waited succeeded.</summary>
    public void Over()
    {
        lock (_lock)
        {
            // The end of a wait is reported only if the wait was reported recently.
            if (_since is { } since && time.GetElapsedTime(since) >= Pause)
            {
                progress.Notes.Enqueue($"resumed after {DisplayFormat.Time(time.GetElapsedTime(since))}");
            }

            (_since, _said) = (null, null);
        }
    }
}
