using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Batch.Batches;
using Orleans.Batch.Embeddings;
using Orleans.Batch.Graphs;
using Orleans.Batch.Imports;
using Orleans.Batch.Ingestion;
using Orleans.Batch.Insight;
using Orleans.Batch.Maintenance;
using Orleans.Batch.Models;
using Orleans.Batch.Projects;
using Orleans.Batch.Realtime;
using Orleans.Batch.Webhooks;
using Orleans.Batch.Work;

namespace Orleans.Batch;

/// <summary>Registers the engine.</summary>
public static class EngineServiceCollectionExtensions
{
    /// <summary>
    /// Adds the engine's services and steps of work, without their host: add grains, and the stores of a database.
    /// </summary>
    public static IServiceCollection AddBatchEngine(this IServiceCollection services)
    {
        services.AddOptions<BatchOptions>().BindConfiguration(BatchOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<SpoolSpace>();
        services.TryAddSingleton<BatchWatcher>();
        services.TryAddSingleton<StreamReceiver>();
        services.TryAddSingleton<LifecycleService>();
        services.TryAddSingleton<ReprocessingService>();
        services.TryAddSingleton<IBatchClient, BatchService>();
        services.TryAddSingleton<IImportClient, ImportService>();
        services.TryAddSingleton<IInsightClient, InsightService>();
        services.AddGraphs();
        services.TryAddSingleton<ItemPipeline>();
        services.TryAddSingleton<ContentModes>();
        services.AddSingleton<IFactExtractor>(new StoreOnlyExtractor(ExtractionMode.StoreOnly));
        services.AddSingleton<IFactExtractor>(new StoreOnlyExtractor(ExtractionMode.Model));
        services.AddModels();
        services.TryAddSingleton<ModelExchange>();
        services.TryAddSingleton<WindowAttempt>();
        services.TryAddSingleton<SummaryAttempt>();
        services.TryAddSingleton<GraphSummarizer>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IWorkStep, WindowExtractor>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IWorkStep, BatchCoordinator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IWorkStep, GraphIngestor>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IWorkStep, ImportUndoer>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IWorkStep, QuietHoursKeeper>());
        services.AddOptions<RealtimeOptions>().BindConfiguration(RealtimeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<DatabaseRetryPolicy>();
        services.TryAddSingleton<IRealtimeClient, RealtimeService>();
        services.TryAddSingleton<ITaskClient, TaskService>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IWorkStep, RealtimeIngestor>());
        return services.AddWebhooks();
    }

    /// <summary>Adds search by meaning. An <see cref="IEmbedder"/> and its <see cref="EmbeddingOptions"/> must be there, too.</summary>
    public static IServiceCollection AddMeaningSearch(this IServiceCollection services)
    {
        services.TryAddSingleton<EmbedderHealth>();
        services.TryAddSingleton<EmbeddingIndexer>();
        services.TryAddSingleton<MeaningSearch>();
        return services;
    }

    /// <summary>Adds the settings of models.</summary>
    public static IServiceCollection AddModels(this IServiceCollection services)
    {
        services.AddOptions<ModelOptions>().BindConfiguration(ModelOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ModelOptions>, ModelOptionsValidator>());
        return services;
    }

    private static void AddGraphs(this IServiceCollection services)
    {
        services.TryAddSingleton<IDirectoryClient, DirectoryService>();
        services.TryAddSingleton<IUserClient, UserService>();
        services.TryAddSingleton<IThreadClient, ThreadService>();
        services.TryAddSingleton<IGraphClient, GraphService>();
        services.TryAddSingleton<IEpisodeClient, EpisodeService>();
        services.TryAddSingleton<INodeClient, NodeService>();
        services.TryAddSingleton<IEdgeClient, EdgeService>();
        services.TryAddSingleton<IFactClient, FactService>();
        services.AddOptions<ContextOptions>().BindConfiguration(ContextOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<ISearchClient, SearchService>();
        services.AddOptions<OntologyOptions>().BindConfiguration(OntologyOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<IOntologyClient, OntologyService>();
        services.TryAddSingleton<IContextTemplateClient, ContextTemplateService>();
        services.TryAddSingleton<IInstructionClient, InstructionService>();
        services.TryAddSingleton<ISubgraphClient, SubgraphService>();
        services.TryAddSingleton<IProjectInfoClient, ProjectInfoService>();
        services.AddOptions<HousekeepingOptions>().BindConfiguration(HousekeepingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IWorkStep, Housekeeping>());
        services.AddOptions<SearchIndexOptions>().BindConfiguration(SearchIndexOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IWorkStep, SearchIndexer>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IUnfinishedWork, UnfinishedMaintenance>());
    }

    // A dispatcher needs a store of webhooks; the composition of the engine adds one with the other stores.
    private static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        services.AddOptions<WebhookOptions>().BindConfiguration(WebhookOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidator>());
        services.TryAddSingleton<IHostResolver, SystemHostResolver>();
        services.TryAddSingleton<AddressPolicy>();
        services.TryAddSingleton<TargetValidator>();
        services.TryAddSingleton<IWebhookClient, WebhookService>();
        services.TryAddSingleton<WebhookSender>();
        services.TryAddSingleton<AttemptRecorder>();
        services.TryAddSingleton<DeliveryLimiter>();
        services.TryAddSingleton<DeliveryWorker>();
        services.AddHostedService(s => s.GetRequiredService<DeliveryWorker>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IWorkStep, WebhookDispatcher>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IUnfinishedWork, UnfinishedWebhooks>());
        return services;
    }
}
