using Orleans.Batch.Grains.Recovery;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Settings;

namespace Orleans.Batch.Grains.Hosting;

/// <summary>Makes a process a silo, or a client of silos.</summary>
public static class ClusterHostExtensions
{
    /// <summary>
    /// Adds the engine, and Orleans according to the settings. Call it after the stores and before HTTP services are added: hosted
    /// services end in the opposite order: HTTP, the grains, then the services that their steps run in.
    /// </summary>
    /// <param name="builder">The process.</param>
    /// <param name="settings">From <see cref="ClusterSettings.Read"/>.</param>
    /// <param name="tables">The connection string of Orleans' tables.</param>
    public static void UseBatchCluster(this IHostApplicationBuilder builder, ClusterSettings settings, string tables)
    {
        builder.Services.AddClusterEngine(settings);
        if (settings.IsSilo)
        {
            builder.Services.AddSteps();
            if (settings.IsAlone)
            {
                builder.Services.AddHostedService<StaleMembershipCleanup>();
            }
            else
            {
                builder.Services.AddSingleton<DatabaseReachMonitor>();
                builder.Services.AddHostedService(static s => s.GetRequiredService<DatabaseReachMonitor>());
            }

            builder.UseOrleans(silo => silo.AddBatchGrains(settings).UseDatabaseCluster(settings, tables));
        }
        else
        {
            builder.UseOrleansClient(client => client.UseDatabaseCluster(settings, tables));
            builder.Services.AddHostedService<RolePoller>();
        }

        builder.Services.AddSingleton<ClusterFailure>();
        builder.Services.AddHostedService<DrainPeriod>();
    }
}
