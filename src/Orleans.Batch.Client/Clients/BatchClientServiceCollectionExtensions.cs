using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orleans.Batch.Client;

/// <summary>Registers the clients of a cluster.</summary>
public static class BatchClientServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="IBatchClient"/>, <see cref="IRealtimeClient"/>, <see cref="IProjectAuthenticator"/>, and the clients
    /// of graphs, from <see cref="IUserClient"/> to <see cref="IOntologyClient"/>, over the host's <see cref="IClusterClient"/>,
    /// without a database. The host configures that client itself (<c>UseOrleansClient</c>).
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
        services.AddGrainClient<IDirectoryClient, IDirectoryServiceGrain>();
        services.AddGrainClient<IUserClient, IUserServiceGrain>();
        services.AddGrainClient<IThreadClient, IThreadServiceGrain>();
        services.AddGrainClient<IGraphClient, IGraphServiceGrain>();
        services.AddGrainClient<IEpisodeClient, IEpisodeServiceGrain>();
        services.AddGrainClient<INodeClient, INodeServiceGrain>();
        services.AddGrainClient<IEdgeClient, IEdgeServiceGrain>();
        services.AddGrainClient<IFactClient, IFactServiceGrain>();
        services.AddGrainClient<ISearchClient, ISearchServiceGrain>();
        services.AddGrainClient<IOntologyClient, IOntologyServiceGrain>();
        services.AddGrainClient<IContextTemplateClient, IContextTemplateServiceGrain>();
        services.AddGrainClient<IImportClient, IImportServiceGrain>();
        services.AddGrainClient<IInstructionClient, IInstructionServiceGrain>();
        services.AddGrainClient<ISubgraphClient, ISubgraphServiceGrain>();
        services.AddGrainClient<IProjectInfoClient, IProjectInfoServiceGrain>();
        services.AddGrainClient<IRealtimeClient, IRealtimeServiceGrain>();
        services.AddGrainClient<ITaskClient, ITaskServiceGrain>();
        return services;
    }

    private static void AddGrainClient<TClient, TGrain>(this IServiceCollection services)
        where TClient : class
        where TGrain : IGrainWithIntegerKey, TClient =>
        services.TryAddSingleton<TClient>(static s => s.GetRequiredService<IClusterClient>().GetGrain<TGrain>(0));
}
