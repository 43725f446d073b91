namespace Orleans.Batch.Silo.Recovery;

/// <summary>
/// Writes to Orleans' membership table that this silo is alive while it joins; Orleans 10.4.2 begins with that only when
/// the silo is active. What changes in the table makes a joining silo look anew at whose signs of life are old, and such
/// silos it probes, and declares dead if they do not answer. Without a change it looks once in a TableRefreshTimeout
/// only: when all silos died at once, nobody else is there to give them up, and all work waits.
/// </summary>
internal sealed partial class JoiningSign(
    IMembershipTable table, ILocalSiloDetails silo, TimeProvider time, ILogger<JoiningSign> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _joined = new();
    private Task _giving = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(nameof(JoiningSign), ServiceLifecycleStage.ValidateInitialConnectivity, StartAsync, StopAsync);
        lifecycle.Subscribe(nameof(JoiningSign), ServiceLifecycleStage.BecomeActive, StopAsync);
    }

    public void Dispose() => _joined.Dispose();

    // The stage ends when all silos have answered that are there by the table; this goes on meanwhile.
    private Task StartAsync(CancellationToken cancellationToken)
    {
        _giving = GiveAsync();
        return Task.CompletedTask;
    }

    private async Task StopAsync(CancellationToken cancellationToken)
    {
        await _joined.CancelAsync();
        await _giving;
    }

    private async Task GiveAsync()
    {
        using var timer = new PeriodicTimer(Interval, time);
        var failing = false;
        try
        {
            while (await timer.WaitForNextTickAsync(_joined.Token))
            {
                try
                {
                    await table.UpdateIAmAliveAsync(
                        new MembershipEntry { SiloAddress = silo.SiloAddress, IAmAliveTime = time.GetUtcNow().UtcDateTime }, _joined.Token);
                    failing = false;
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    if (!failing)
                    {
                        failing = true;
                        LogNotGiven(e.Message);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It has joined, or ends.
        }
    }

    [LoggerMessage(3042, LogLevel.Warning, "The membership table cannot be told that this silo is alive; it is tried again: {Reason}")]
    private partial void LogNotGiven(string reason);
}
