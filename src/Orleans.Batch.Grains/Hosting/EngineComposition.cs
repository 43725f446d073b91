using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Batch.Actors;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Actors;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.PostgreSql;

namespace Orleans.Batch.Grains.Hosting;

/// <summary>What every process of the cluster has: the engine, its stores, and wake-ups through the cluster.</summary>
internal static class EngineComposition
{
    public static IServiceCollection AddClusterEngine(
        this IServiceCollection services, ClusterSettings settings, string connectionString)
    {
        services.AddSingleton(settings);
        services.AddBatchPostgreSql(connectionString);
        if (!settings.IsAlone)
        {
            services.AddBatchCluster(settings.ClusterId);
        }

        services.AddBatchEngine();
        services.AddBatchContracts();
        services.TryAddSingleton<RolePresence>();
        services.TryAddSingleton<IWakeups, ClusterWakeups>();
        return services;
    }

    /// <summary>The actors of a silo. Registered before Orleans, so that they begin before it and end after it.</summary>
    public static IServiceCollection AddSiloActors(this IServiceCollection services)
    {
        services.AddOptions<ActorHostOptions>().BindConfiguration("ActorHost").ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<Func<IEnumerable<IActorStep>>>(s => s.GetServices<IActorStep>);
        services.TryAddSingleton<SiloActors>();
        services.AddHostedService(s => s.GetRequiredService<SiloActors>());
        return services;
    }
}
