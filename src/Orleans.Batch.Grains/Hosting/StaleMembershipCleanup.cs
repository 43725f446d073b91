using Orleans.Batch.Cluster;
using Orleans.Batch.Grains.Settings;

namespace Orleans.Batch.Grains.Hosting;

/// <summary>
/// Removes the membership rows of earlier starts of a process that is alone on its database. It runs after the database guard is
/// acquired, so no other process is there.
/// </summary>
internal sealed partial class StaleMembershipCleanup(IMembershipCleanup membership, ClusterSettings settings, ILogger<StaleMembershipCleanup> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await membership.RemoveClustersAsync(ClusterSettings.AloneClusterIdPrefix, settings.ClusterId, cancellationToken);
        }
        catch (TransientStoreException e)
        {
            LogNotRemoved(e); // the next start removes them
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(3025, LogLevel.Warning, "The membership rows of earlier starts cannot be removed now; the next start does it")]
    private partial void LogNotRemoved(Exception e);
}
