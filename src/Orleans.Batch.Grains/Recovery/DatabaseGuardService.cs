using Orleans.Batch.Cluster;
using Orleans.Batch.Grains.Settings;

namespace Orleans.Batch.Grains.Recovery;

/// <summary>
/// Keeps this silo registered with the database guard as long as it runs. It starts before Orleans, so that no grain works without
/// the registration, and ends after it, when the grains are gone.
/// </summary>
internal sealed partial class DatabaseGuardService(
    IDatabaseGuard guard,
    ILocalSiloDetails silo,
    ClusterSettings settings,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<DatabaseGuardService> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _ending = new();
    private Task _kept = Task.CompletedTask;

    /// <summary>Why this silo had to end; null while it need not.</summary>
    public DatabaseInUseException? Refusal { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await guard.AcquireAsync(silo.SiloAddress.ToParsableString(), cancellationToken);
                break;
            }
            catch (TransientStoreException e)
            {
                LogWaits(e);
                await Task.Delay(Retry, time, cancellationToken);
            }
        }

        _kept = KeepAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        await Task.WhenAny(_kept, Task.Delay(Retry, time, CancellationToken.None));
        await guard.ReleaseAsync(CancellationToken.None);
    }

    public void Dispose() => _ending.Dispose();

    private async Task KeepAsync()
    {
        try
        {
            await guard.WaitUntilLostAsync(_ending.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception e)
        {
            // A silo without heartbeats cannot know whether it may continue: it ends and is started again.
            LogFailed(e);
            lifetime.StopApplication();
            return;
        }

        if (!_ending.IsCancellationRequested)
        {
            Refusal = new DatabaseInUseException(settings.IsAlone
                ? "Another server has taken over this database while this one could not be reached."
                : "The cluster has given this silo up while it could not be reached, or another server has taken over the database.");
            LogLost(Refusal.Message);
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(3013, LogLevel.Warning, "The silo cannot register with the database now; it is tried again")]
    private partial void LogWaits(Exception e);

    [LoggerMessage(3014, LogLevel.Critical, "The registration with the database cannot be kept; the silo ends")]
    private partial void LogFailed(Exception e);

    [LoggerMessage(3015, LogLevel.Critical, "The silo ends: {Reason}")]
    private partial void LogLost(string reason);
}
