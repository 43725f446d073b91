using Orleans.Batch.Batches;
using Orleans.Batch.Grains.Batches;
using Orleans.Batch.Grains.Recovery;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Services;
using Orleans.Batch.Grains.Settings;
using Orleans.Configuration;
using Orleans.Placement;
using Orleans.Runtime.Hosting;

namespace Orleans.Batch.Grains.Hosting;

/// <summary>The services of a silo, for every way of finding other silos.</summary>
internal static class SiloComposition
{
    // Idle grains cost only memory; this is the minimum that Orleans' collector accepts.
    private static readonly TimeSpan Quantum = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan IdleAge = TimeSpan.FromMinutes(2);

    private const int MostCallsWaiting = 1_000;

    public static ISiloBuilder AddBatchGrains(this ISiloBuilder silo, ClusterSettings settings)
    {
        silo.Services.PostConfigure<SiloOptions>(o => o.SiloName = PublishedRoles.AddTo(o.SiloName, settings.Roles));
        silo.AddActivityPropagation();
        silo.Services.AddPlacementFilter<SiloRoleStrategy, SiloRoleDirector>(ServiceLifetime.Transient);
        silo.Services.AddGrainStorage(
            BatchLifecycleStorage.Name,
            static (s, _) => new BatchLifecycleStorage(
                s.GetRequiredService<IBatchRunStore>(), s.GetRequiredService<LifecycleService>()));
        silo.AddIncomingGrainCallFilter<ProjectKeyFilter>();
        silo.Services.AddHostedService<ClusterMonitor>();
        silo.Configure<SiloMessagingOptions>(static o => o.MaxEnqueuedRequestsHardLimit = MostCallsWaiting);
        silo.Configure<GrainCollectionOptions>(static o =>
        {
            o.CollectionQuantum = Quantum;
            o.CollectionAge = IdleAge;
        });
        return silo;
    }
}
