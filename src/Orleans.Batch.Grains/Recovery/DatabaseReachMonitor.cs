using Orleans.Batch.Cluster;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Settings;

namespace Orleans.Batch.Grains.Recovery;

/// <summary>
/// Detects that this silo has lost the database while others have it. It must end then: as long as it runs, its grains stay
/// on it, and their work stops. If all silos have lost the database, all wait for it.
/// </summary>
internal sealed partial class DatabaseReachMonitor(
    IDatabaseGuard guard, IGrainFactory grains, ClusterSettings settings, TimeProvider time, ILogger<DatabaseReachMonitor> logger)
    : BackgroundService
{
    /// <summary>How often a silo reports that it has the database, or asks whether others have it.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private const SiloRoles SiloWork = SiloRoles.Batch | SiloRoles.Realtime;

    private readonly TaskCompletionSource _lostAlone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _failing;

    /// <summary>Completes when this silo has lost the database and others have it.</summary>
    public Task LostAlone => _lostAlone.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Interval, time);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (await IsLostAloneAsync())
                {
                    _lostAlone.SetResult();
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The normal end.
        }
    }

    private async ValueTask<bool> IsLostAloneAsync()
    {
        var others = grains.GetGrain<IReachGrain>(0);
        try
        {
            switch (guard.Reach)
            {
                case DatabaseReach.Sure:
                    await others.HasItAsync(settings.Roles & SiloWork);
                    break;
                case DatabaseReach.Lost:
                    return await others.IsHadAsync(settings.Roles & SiloWork);
                default:
                    break;
            }

            _failing = false;
        }
        catch (Exception e)
        {
            // A failed call says nothing about whether others have the database.
            if (!_failing)
            {
                _failing = true;
                LogNotTold(e);
            }
        }

        return false;
    }

    [LoggerMessage(3024, LogLevel.Warning, "The other silos cannot be told or asked about the database now; it is tried again")]
    private partial void LogNotTold(Exception e);
}
