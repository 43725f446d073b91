using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Actors;

/// <summary>
/// Hosts all actors in this process. It ingests only while it holds the host lease; wake-ups before that are dropped,
/// because the sweep that follows finds their work.
/// </summary>
public sealed partial class InProcessActorHost : BackgroundService, IWakeups
{
    private static readonly TimeSpan LeaseRetry = TimeSpan.FromSeconds(1);

    private readonly IEnumerable<IUnfinishedWork> _unfinished;
    private readonly Func<IEnumerable<IActorStep>> _behaviours;
    private readonly IHostLease _lease;
    private readonly ActorHostOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<InProcessActorHost> _logger;
    private readonly IHostApplicationLifetime _lifetime;
    private bool _leased;
    private volatile ActorRunner? _runner;

    /// <summary>Makes the host; it begins with <see cref="BackgroundService.StartAsync"/>.</summary>
    /// <param name="behaviours">The actors' behaviour; a function, because the actors themselves need the host.</param>
    /// <param name="unfinished">What recovery reads.</param>
    /// <param name="lease">Makes this the only ingesting host of its database.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">For timers and backoff.</param>
    /// <param name="lifetime">Stopped when the lease is lost for good.</param>
    /// <param name="logger">Where it reports.</param>
    public InProcessActorHost(
        Func<IEnumerable<IActorStep>> behaviours,
        IEnumerable<IUnfinishedWork> unfinished,
        IHostLease lease,
        IOptions<ActorHostOptions> options,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        ILogger<InProcessActorHost> logger)
    {
        _behaviours = behaviours;
        _unfinished = unfinished;
        _lease = lease;
        _options = options.Value;
        _time = time;
        _lifetime = lifetime;
        _logger = logger;
    }

    /// <summary>Why this host may not run: another one has the database. The application is then stopped.</summary>
    public HostLeaseException? Refusal { get; private set; }

    /// <inheritdoc/>
    public ValueTask WakeAsync(ReadOnlyMemory<ActorId> ids, CancellationToken cancellationToken)
    {
        var runner = _runner;
        foreach (var id in ids.Span)
        {
            runner?.Wake(id);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Takes the lease before anything is served; a database that cannot tell now is asked again behind that.</summary>
    /// <exception cref="HostLeaseException">Another living host has the database.</exception>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _lease.AcquireAsync(cancellationToken);
            _leased = true;
        }
        catch (TransientStoreException e)
        {
            LogLeaseWaits(e);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (ExecuteTask is { IsCanceled: true })
        {
            await _lease.ReleaseAsync(CancellationToken.None); // it was stopped before it began to run
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var steps = new CancellationTokenSource();
        var lost = Task.CompletedTask;
        try
        {
            await AcquireLeaseAsync(stoppingToken);
            _runner = new ActorRunner(_behaviours(), _options, _time, _logger, steps.Token);
            lost = _lease.WaitUntilLostAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                await SweepAsync(stoppingToken);
                var pause = Task.Delay(_options.SweepInterval, _time, stoppingToken);
                if (await Task.WhenAny(pause, lost) == lost && !stoppingToken.IsCancellationRequested)
                {
                    await lost;
                    Refusal = new HostLeaseException("Another server has taken over this database while this one could not be reached.");
                    _lifetime.StopApplication();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A normal end.
        }
        catch (HostLeaseException e)
        {
            Refusal = e;
            _lifetime.StopApplication();
        }
        finally
        {
            if (_runner is { } runner)
            {
                _runner = null;
                await runner.CloseAsync(steps);
            }

            // A renewal under way has the lease's connection; it ends first unless it hangs with the database.
            await Task.WhenAny(lost, Task.Delay(LeaseRetry, _time, CancellationToken.None));
            await _lease.ReleaseAsync(CancellationToken.None);
        }
    }

    private async Task AcquireLeaseAsync(CancellationToken cancellationToken)
    {
        while (!_leased)
        {
            // The database restarts, for one: what it has accepted waits until then.
            await Task.Delay(LeaseRetry, _time, cancellationToken);
            try
            {
                await _lease.AcquireAsync(cancellationToken);
                _leased = true;
            }
            catch (TransientStoreException e)
            {
                LogLeaseWaits(e);
            }
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var source in _unfinished)
            {
                await foreach (var id in source.ScanAsync(0, 1, cancellationToken))
                {
                    await WakeAsync(new[] { id }, cancellationToken);
                }
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The next sweep finds the same work.
            LogSweepFailed(e);
        }
    }
}
