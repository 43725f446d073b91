namespace Orleans.Batch.PostgreSql.PrivateInstance;

public sealed partial class PrivatePostgres
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BlindNotice = TimeSpan.FromMinutes(1);

    // When it was last reported that the postmaster cannot be looked at; null while it can.
    private long? _blindReportedAt;

    /// <summary>Starts PostgreSQL again whenever it has died under us, with growing pauses while that fails.</summary>
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
            // Stopping: whatever runs is stopped next.
        }
    }

    // Only a look that succeeded may end in a restart: where no file can be opened, PostgreSQL is taken to run on.
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
            // A full disk, for one: the server stays up, not ready, and tries on.
            LogRestartFailed(e);
            return false;
        }
    }
}
