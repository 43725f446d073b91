using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Models;
using Orleans.Batch.Grains.Recovery;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Settings;
using Orleans.Batch.Grains.Steps;
using Orleans.Batch.Models;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Hosting;

/// <summary>The services of every process of the cluster: the engine, and wake-ups through the cluster.</summary>
internal static class EngineComposition
{
    public static IServiceCollection AddClusterEngine(this IServiceCollection services, ClusterSettings settings)
    {
        services.AddSingleton(settings);
        services.AddBatchEngine();
        services.AddBatchContracts();
        services.TryAddSingleton<RolePresence>();
        services.TryAddSingleton<RunningWork>();
        services.TryAddSingleton<IWakeups, ClusterWakeups>();
        services.TryAddSingleton<IModelLimiter, ClusterModelLimiter>();
        return services;
    }

    /// <summary>
    /// The services that run a silo's grains. Registered before Orleans: the silo registers with the database before it starts, and
    /// leaves after it.
    /// </summary>
    public static IServiceCollection AddSteps(this IServiceCollection services)
    {
        services.AddOptions<StepOptions>().BindConfiguration(StepOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<StepRunner>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(static s => s.GetRequiredService<StepRunner>());
        services.TryAddSingleton<DatabaseGuardService>();
        services.AddHostedService(s => s.GetRequiredService<DatabaseGuardService>());
        return services;
    }
}
