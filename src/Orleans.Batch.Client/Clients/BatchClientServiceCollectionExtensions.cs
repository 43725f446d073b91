using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orleans.Batch.Client;

/// <summary>Registers the clients of a cluster.</summary>
public static class BatchClientServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IBatchClient"/>, <see cref="IMemoryClient"/>, <see cref="IRealtimeClient"/> and
    /// <see cref="IProjectAuthenticator"/> over its <see cref="IClusterClient"/>, without a database. The host configures
    /// that client itself (<c>UseOrleansClient</c>).
    /// </summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">Sets the API key, which opens one project; calls for another are refused.</param>
    public static IServiceCollection AddBatchClient(this IServiceCollection services, Action<BatchClientOptions> configure)
    {
        services.AddOptions<BatchClientOptions>().Configure(configure).ValidateDataAnnotations().ValidateOnStart();
        services.AddBatchContracts();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IOutgoingGrainCallFilter, PresentKeyFilter>());
        services.TryAddSingleton<IBatchClient, GrainBatchClient>();
        services.TryAddSingleton<IProjectAuthenticator, GrainProjectAuthenticator>();

        // The grains' proxies implement the client interfaces: these calls need no work on the client side.
        services.TryAddSingleton<IMemoryClient>(static s => s.GetRequiredService<IClusterClient>().GetGrain<IMemoryServiceGrain>(0));
        services.TryAddSingleton<IRealtimeClient>(static s => s.GetRequiredService<IClusterClient>().GetGrain<IRealtimeServiceGrain>(0));
        return services;
    }
}
