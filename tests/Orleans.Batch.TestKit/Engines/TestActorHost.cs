using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Batch.Actors;

namespace Orleans.Batch.TestKit.Engines;

/// <summary>
/// The engine's actors without Orleans, for tests of the engine itself. It ingests while it holds the host lease; wake-ups before
/// that are dropped, because the sweep that follows finds their work.
/// </summary>
internal sealed class TestActorHost(
    Func<IEnumerable<IActorStep>> behaviours,
    IEnumerable<IUnfinishedWork> unfinished,
    IHostLease lease,
    IOptions<ActorHostOptions> options,
    IOptions<TestActorHostOptions> testOptions,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<TestActorHost> logger) : BackgroundService, IWakeups
{
    private static readonly TimeSpan LeaseRetry = TimeSpan.FromSeconds(1);

    private bool _leased;
    private volatile ActorRunner? _runner;

    public ValueTask WakeAsync(ReadOnlyMemory<ActorId> ids, CancellationToken cancellationToken)
    {
        var runner = _runner;
        foreach (var id in ids.Span)
        {
            runner?.Wake(id);
        }

        return ValueTask.CompletedTask;
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await lease.AcquireAsync(cancellationToken);
            _leased = true;
        }
        catch (TransientStoreException)
        {
            // Asked again behind the start.
        }

        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (ExecuteTask is { IsCanceled: true })
        {
            await lease.ReleaseAsync(CancellationToken.None); // it was stopped before it began to run
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var steps = new CancellationTokenSource();
        var lost = Task.CompletedTask;
        try
        {
            await AcquireLeaseAsync(stoppingToken);
            _runner = new ActorRunner(behaviours(), options.Value, time, logger, steps.Token);
            lost = lease.WaitUntilLostAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                await SweepAsync(stoppingToken);
                var pause = Task.Delay(testOptions.Value.SweepInterval, time, stoppingToken);
                if (await Task.WhenAny(pause, lost) == lost && !stoppingToken.IsCancellationRequested)
                {
                    await lost;
                    lifetime.StopApplication();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A normal end.
        }
        catch (HostLeaseException)
        {
            lifetime.StopApplication();
        }
        finally
        {
            if (_runner is { } runner)
            {
                _runner = null;
                await runner.CloseAsync(steps);
            }

            // A renewal under way has the lease's connection; it ends first unless it hangs with the database.
            await Task.WhenAny(lost, Task.Delay(LeaseRetry, time, CancellationToken.None));
            await lease.ReleaseAsync(CancellationToken.None);
        }
    }

    private async Task AcquireLeaseAsync(CancellationToken cancellationToken)
    {
        while (!_leased)
        {
            // The database restarts, for one: what it has accepted waits until then.
            await Task.Delay(LeaseRetry, time, cancellationToken);
            try
            {
                await lease.AcquireAsync(cancellationToken);
                _leased = true;
            }
            catch (TransientStoreException)
            {
                // The database restarts, for one.
            }
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var source in unfinished)
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
        }
    }
}
