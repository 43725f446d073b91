using Orleans.Batch.Cluster;
using Orleans.Batch.Grains.Settings;

namespace Orleans.Batch.Grains.Recovery;

/// <summary>
/// Detects that this silo must end and cannot, because it has lost the database, or another process has taken it over. Orleans
/// 10.4.2 tries for one minute to record that the silo is stopping, and for another that it has stopped, regardless of the host's
/// shutdown timeout.
/// </summary>
internal static class ShutdownWatchdog
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Completes when the time for ending is over and the database is lost; never if the database is available.</summary>
    public static async Task WaitAsync(
        IHostApplicationLifetime lifetime, IDatabaseGuard guard, DatabaseGuardService registration, ClusterSettings settings, TimeProvider time)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, time, lifetime.ApplicationStopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(settings.DrainDelay + settings.StopTimeout, time, CancellationToken.None);
        while (guard.Reach != DatabaseReach.Lost && registration.Refusal is null)
        {
            await Task.Delay(Interval, time, CancellationToken.None);
        }
    }
}
