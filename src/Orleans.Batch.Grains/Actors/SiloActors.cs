using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Batch.Actors;
using Orleans.Batch.Grains.Roles;

namespace Orleans.Batch.Grains.Actors;

/// <summary>
/// The actors that work in this silo. It starts before Orleans, so that no grain works without the host lease, and ends
/// after it, when the grains are gone. Steps run apart from the grains' own scheduler.
/// </summary>
internal sealed partial class SiloActors(
    Func<IEnumerable<IActorStep>> behaviours,
    IHostLease lease,
    IOptions<ActorHostOptions> options,
    RolePresence roles,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<SiloActors> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan LeaseRetry = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _steps = new();
    private readonly CancellationTokenSource _keeping = new();
    private readonly ConcurrentDictionary<IMovingGrain, bool> _busy = [];
    private volatile ActorRunner? _runner;
    private Task _kept = Task.CompletedTask;

    /// <summary>Why this silo had to end; null while it need not.</summary>
    public HostLeaseException? Refusal { get; private set; }

    /// <summary>Whether it ends because its lease could not be kept because of an unexpected error.</summary>
    public bool Faulted { get; private set; }

    /// <summary>The grains whose actors have work here and are not about to leave.</summary>
    public IEnumerable<IMovingGrain> Busy => _busy.Keys;

    public void Wake(ActorId id, IActorShell shell) => _runner?.Wake(id, shell);

    public bool TryWake(ActorId id) => _runner?.TryWake(id) == true;

    public Task<bool> ReleaseAsync(ActorId id) => _runner?.ReleaseAsync(id) ?? Task.FromResult(false);

    /// <summary>A grain's actor has work here.</summary>
    public void NoteBusy(IMovingGrain grain) => _busy.TryAdd(grain, true);

    /// <summary>A grain's actor has no work here any more, or goes.</summary>
    public void NoteIdle(IMovingGrain grain) => _busy.TryRemove(grain, out _);

    /// <summary>The cluster has changed: grains at work that belong to another silo now go there.</summary>
    public void HandOver()
    {
        foreach (var grain in Busy)
        {
            grain.LeaveIfElsewhere();
        }
    }

    /// <summary>Whether an actor that leaves its grain can go on now: here, unless this silo ends; then in another.</summary>
    public bool HasSuccessor(ActorKind kind, DeactivationReason reason) =>
        reason.ReasonCode != DeactivationReasonCode.ShuttingDown || roles.Count(kind.Role()) > 1;

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

        _runner = new ActorRunner(behaviours(), options.Value, time, logger, _steps.Token);
        _kept = KeepAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_runner is { } runner)
        {
            _runner = null;
            await runner.CloseAsync(_steps);
        }

        await _keeping.CancelAsync();
        await Task.WhenAny(_kept, Task.Delay(LeaseRetry, time, CancellationToken.None));
        await lease.ReleaseAsync(CancellationToken.None);
    }

    public void Dispose()
    {
        _steps.Dispose();
        _keeping.Dispose();
    }

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
            // Without renewals the others bury this silo while it works: better to end and be started again.
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

    [LoggerMessage(3011, LogLevel.Warning, "The host lease cannot be taken now; it is tried again")]
    private partial void LogLeaseWaits(Exception e);

    [LoggerMessage(3013, LogLevel.Critical, "The host lease cannot be kept. It ends")]
    private partial void LogKeepFailed(Exception e);

    [LoggerMessage(3012, LogLevel.Critical, "{Reason} It ends")]
    private partial void LogLost(string reason);
}
