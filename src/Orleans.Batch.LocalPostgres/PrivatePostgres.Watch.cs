namespace Orleans.Batch.LocalPostgres;

public sealed partial class PrivatePostgres
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BlindNotice = TimeSpan.FromMinutes(1);

    // When a failed check of the postmaster was last reported; null while checks succeed.
    private long? _blindReportedAt;

    /// <summary>Restarts PostgreSQL whenever it has died, with growing pauses while that fails.</summary>
    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        try
        {
            while (true)
            {
                await Task.Delay(_options.WatchInterval, _clock, cancellationToken);
                if (IsRunning())
                {
                    continue;
                }

                LogDied();
                await Task.Delay(pause, _clock, cancellationToken);
                pause = await TryRunAsync(cancellationToken)
                    ? FirstPause
                    : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Stopping: a running postmaster is stopped next.
        }
    }

    // Only a successful check may cause a restart: if no file can be opened, PostgreSQL is assumed to run.
    private bool IsRunning()
    {
        try
        {
            var running = Postmaster.TryFind(_directory) is not null;
            _blindReportedAt = null;
            return running;
        }
        catch (Exception e) when (OpenFileLimit.IsReached(e))
        {
            if (_blindReportedAt is not { } since || _clock.GetElapsedTime(since) >= BlindNotice)
            {
                _blindReportedAt = _clock.GetTimestamp();
                LogCannotLook(OpenFileLimit.Read(), e.Message);
            }

            return true;
        }
    }

    private async Task<bool> TryRunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _control.RunAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // For example, a full disk: the server stays up, not ready, and retries.
            LogRestartFailed(e);
            return false;
        }
    }
}
