using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Recovery;

/// <summary>
/// Holds the host lease for as long as the silo runs. It starts before Orleans, so that no grain works without the lease, and ends
/// after it, when the grains are gone.
/// </summary>
internal sealed partial class HostLeaseKeeper(
    IHostLease lease, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<HostLeaseKeeper> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan LeaseRetry = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _keeping = new();
    private Task _kept = Task.CompletedTask;

    /// <summary>Why this silo had to end; null while it need not.</summary>
    public HostLeaseException? Refusal { get; private set; }

    /// <summary>Whether the silo ends because its lease could not be kept because of an unexpected error.</summary>
    public bool Faulted { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await lease.AcquireAsync(cancellationToken);
                break;
            }
            catch (TransientStoreException e)
            {
                LogLeaseWaits(e);
                await Task.Delay(LeaseRetry, time, cancellationToken);
            }
        }

        _kept = KeepAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _keeping.CancelAsync();
        await Task.WhenAny(_kept, Task.Delay(LeaseRetry, time, CancellationToken.None));
        await lease.ReleaseAsync(CancellationToken.None);
    }

    public void Dispose() => _keeping.Dispose();

    private async Task KeepAsync()
    {
        try
        {
            await lease.WaitUntilLostAsync(_keeping.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception e)
        {
            // Without renewals the other silos take this one for dead while it works: it ends and is started again.
            Faulted = true;
            LogKeepFailed(e);
            lifetime.StopApplication();
            return;
        }

        if (!_keeping.IsCancellationRequested)
        {
            Refusal = new HostLeaseException("Another server has taken over this database while this one could not be reached.");
            LogLost(Refusal.Message);
            lifetime.StopApplication();
        }
    }

    [LoggerMessage(3013, LogLevel.Warning, "The host lease cannot be taken now; it is tried again")]
    private partial void LogLeaseWaits(Exception e);

    [LoggerMessage(3014, LogLevel.Critical, "The host lease cannot be kept; the silo ends")]
    private partial void LogKeepFailed(Exception e);

    [LoggerMessage(3015, LogLevel.Critical, "{Reason} The silo ends")]
    private partial void LogLost(string reason);
}
