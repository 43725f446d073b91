using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Batch.Batches;
using Orleans.Batch.Cluster;
using Orleans.Batch.Embeddings;
using Orleans.Batch.Graphs;
using Orleans.Batch.Idempotency;
using Orleans.Batch.Imports;
using Orleans.Batch.Ingestion;
using Orleans.Batch.Insight;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Embeddings;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Guard;
using Orleans.Batch.PostgreSql.Health;
using Orleans.Batch.PostgreSql.Idempotency;
using Orleans.Batch.PostgreSql.Imports;
using Orleans.Batch.PostgreSql.Imports.Undo;
using Orleans.Batch.PostgreSql.InFlight;
using Orleans.Batch.PostgreSql.Ingestion;
using Orleans.Batch.PostgreSql.Insight;
using Orleans.Batch.PostgreSql.Models;
using Orleans.Batch.PostgreSql.Projects;
using Orleans.Batch.PostgreSql.Proposals;
using Orleans.Batch.PostgreSql.Realtime;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;
using Orleans.Batch.PostgreSql.Written;
using Orleans.Batch.Projects;
using Orleans.Batch.Realtime;
using Orleans.Batch.Webhooks;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql;

/// <summary>Registers the stores.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Adds the database and every store on it. The schema must exist before they are used
    /// (<see cref="SchemaMigrator"/>). A second call changes nothing.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="connectionString">Any PostgreSQL connection string of Npgsql.</param>
    public static IServiceCollection AddBatchPostgreSql(this IServiceCollection services, string connectionString)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<DatabaseOptions>()
            .Configure<IServiceProvider>((o, s) => s.GetService<IConfiguration>()?.Bind(DatabaseOptions.Section, o)) // commands have no configuration
            .ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(s => new Database(connectionString, s.GetRequiredService<IOptions<DatabaseOptions>>().Value));
        services.TryAddSingleton<SchemaMigrator>();
        services.TryAddSingleton<StartRetry>();
        services.TryAddSingleton<KeyCache>();
        services.TryAddSingleton<IProjectAuthenticator, ProjectAuthenticator>();
        services.TryAddSingleton<IProjectAdministration, ProjectStore>();
        services.TryAddSingleton<ISessionService, SessionStore>();
        services.AddGraphStores();
        services.TryAddSingleton<IdempotencyLog>();
        services.TryAddSingleton<IIdempotencyLog>(s => s.GetRequiredService<IdempotencyLog>());
        services.TryAddSingleton<IIdempotencyRetention>(s => s.GetRequiredService<IdempotencyLog>());
        services.TryAddSingleton<IDraftStore, DraftStore>();
        services.TryAddSingleton<IBatchLifecycleStore, BatchLifecycleStore>();
        services.TryAddSingleton<IReprocessingStore, ReprocessingStore>();
        services.TryAddSingleton<IProposalStore, ProposalStore>();
        services.TryAddSingleton<IPreparationStore, PreparationStore>();
        services.TryAddSingleton<IBatchRunStore, BatchRunStore>();
        services.TryAddSingleton<IModelWindowStore, ModelWindowStore>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IUnfinishedWork, UnfinishedWindows>());
        services.TryAddSingleton<ISummaryStore, SummaryStore>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IUnfinishedWork, UnfinishedSummaries>());
        services.TryAddSingleton<IBatchReader, BatchReader>();
        services.TryAddSingleton<IImportStore, ImportStore>();
        services.TryAddSingleton<IImportUndoStore, ImportUndoStore>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IUnfinishedWork, UnfinishedUndo>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IUnfinishedWork, UnfinishedQuietHours>());
        services.TryAddSingleton<IBatchWatchStore, BatchWatchStore>();
        services.TryAddSingleton<IBatchOverviewStore, BatchOverviewStore>();
        services.TryAddSingleton<IBatchReportStore, BatchReportStore>();
        services.TryAddSingleton<ITrafficStore, TrafficStore>();
        services.TryAddSingleton<IGraphOverviewStore, GraphOverviewStore>();
        services.TryAddSingleton<IBatchRetention, BatchRetention>();
        services.TryAddSingleton<IModelLedger, ModelLedger>();
        services.TryAddSingleton<IModelBudgetStore, ModelBudgetStore>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IUnfinishedWork, UnfinishedBatches>());
        services.TryAddSingleton<DeliveryQueue>();
        services.TryAddSingleton<IEndpointStore, EndpointStore>();
        services.TryAddSingleton<IOutboxStore, OutboxStore>();
        services.TryAddSingleton<IDeliveryStore, DeliveryStore>();
        services.TryAddSingleton<IAttemptStore, AttemptStore>();
        services.TryAddSingleton<IAttemptLog, AttemptLog>();
        services.TryAddSingleton<IWebhookRetention, WebhookRetention>();
        services.AddOptions<IngestionOptions>().BindConfiguration(IngestionOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<IngestHost>();
        services.TryAddSingleton<InFlightMarkers>();
        services.TryAddSingleton<ILaneReader, LaneReader>();
        services.TryAddSingleton<ILaneWriter, GroupCommitWriter>();
        services.AddOptions<RealtimeOptions>().BindConfiguration(RealtimeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<CommitThrottle>();
        services.TryAddSingleton<RealtimeStore>();
        services.TryAddSingleton<IRealtimeStore>(s => s.GetRequiredService<RealtimeStore>());
        services.TryAddSingleton<IRealtimeRetention>(s => s.GetRequiredService<RealtimeStore>());
        services.TryAddSingleton<IRealtimeQueue, RealtimeQueue>();
        services.TryAddSingleton<ITaskStore, TaskStore>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IUnfinishedWork, UnfinishedRealtime>());
        services.TryAddSingleton<IMembershipCleanup, MembershipCleanup>();
        services.TryAddSingleton<IDatabaseGuard, DatabaseGuard>();
        services.TryAddSingleton<IServiceHealth, DatabaseHealth>();
        return services;
    }

    private static void AddGraphStores(this IServiceCollection services)
    {
        services.TryAddSingleton<IDirectoryStore, DirectoryStore>();
        services.TryAddSingleton<IUserStore, UserStore>();
        services.TryAddSingleton<IThreadStore, ThreadStore>();
        services.TryAddSingleton<IGraphStore, GraphStore>();
        services.TryAddSingleton<IDestinationDeletion, DestinationDeletion>();
        services.TryAddSingleton<IEpisodeStore, EpisodeStore>();
        services.TryAddSingleton<INodeStore, NodeStore>();
        services.TryAddSingleton<IEdgeStore, EdgeStore>();
        services.TryAddSingleton<IFactStore, FactStore>();
        services.TryAddSingleton<ISearchStore, SearchStore>();
        services.TryAddSingleton<ISearchIndexStore, SearchIndexStore>();
        services.TryAddSingleton<IEmbeddingStore, EmbeddingStore>();
        services.TryAddSingleton<IOntologyStore, OntologyStore>();
        services.TryAddSingleton<IContentDeletion, ContentDeletion>();
        services.TryAddSingleton<IContextTemplateStore, ContextTemplateStore>();
        services.TryAddSingleton<IInstructionStore, InstructionStore>();
        services.TryAddSingleton<ISubgraphStore, SubgraphStore>();
        services.TryAddSingleton<IProjectInfoStore, ProjectInfoStore>();
        services.TryAddSingleton<IGraphPurge, GraphPurge>();
    }

    /// <summary>
    /// Makes this process a member of a cluster on the database: silos, which register with the <see cref="IDatabaseGuard"/>, and
    /// gateways, which do not. They may work on it concurrently, and inform each other when real time is active.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="clusterId">Orleans' ClusterId; the same for all processes on the database.</param>
    public static IServiceCollection AddBatchCluster(this IServiceCollection services, string clusterId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(clusterId);
        services.TryAddSingleton(new ClusterName(clusterId));
        services.TryAddSingleton<IActivityPublisher, ActivityPublisher>();
        return services;
    }
}
