using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Batch.Batches;
using Orleans.Batch.Client;
using Orleans.Batch.Extraction;
using Orleans.Batch.Grains.Hosting;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Settings;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.Work;
using Orleans.TestingHost;

namespace Orleans.Batch.Grains.Tests;

/// <summary>
/// A cluster of silos in this process, each with its own roles, on a real database that holds the batches and Orleans'
/// state; membership, transport and reminders are in memory. Beside it is a .NET service that uses only the
/// grain client. Chunks are small, so that few items make many steps.
/// </summary>
public sealed class RunningCluster : IAsyncDisposable
{
    // A test that disconnects the database waits this long for the answer that an outcome is unknown.
    private static readonly TimeSpan OutcomeTimeout = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<SiloRoles> _roles = [];
    private readonly InProcessTestCluster _cluster;
    private readonly string _key;

    private RunningCluster(TestDatabase database, string key, CommitDroppingProxy? proxy)
    {
        Database = database;
        Proxy = proxy;
        _key = key;
        var builder = new InProcessTestClusterBuilder(0);
        builder.Options.AssumeHomogenousSilosForTesting = false; // otherwise no placement filter is called
        builder.Options.ConfigureFileLogging = false;
        builder.Options.InitializeClientOnDeploy = false;
        builder.ConfigureSiloHost((options, host) => Compose(host, options.SiloName));
        builder.ConfigureClientHost(host => host.Services.AddBatchClient(o => o.ApiKey = _key));
        _cluster = builder.Build();
    }

    public TestDatabase Database { get; }

    /// <summary>The proxy between the silos and the database; null: none.</summary>
    public CommitDroppingProxy? Proxy { get; }

    /// <summary>The key that the service presents.</summary>
    public string ApiKey => _key;

    public StepLedger Steps { get; } = new();

    public LogLedger Log { get; } = new();

    public ProjectId Project { get; private set; }

    public IClusterClient Grains => _cluster.Client;

    public InProcessTestCluster Silos => _cluster;

    public IBatchClient Batches => Service<IBatchClient>();

    public IUserClient Users => Service<IUserClient>();

    public IThreadClient Threads => Service<IThreadClient>();

    public IGraphClient Graphs => Service<IGraphClient>();

    public IEpisodeClient Episodes => Service<IEpisodeClient>();

    public ISearchClient Searches => Service<ISearchClient>();

    public IRealtimeClient Realtime => Service<IRealtimeClient>();

    /// <param name="silos">The roles of each silo.</param>
    public static async Task<RunningCluster> StartAsync(params SiloRoles[] silos) =>
        await StartAsync(await TestDatabase.CreateAsync(), null, silos);

    /// <summary>The same, with a proxy that loses commits for the test.</summary>
    public static async Task<RunningCluster> StartBehindProxyAsync(params SiloRoles[] silos)
    {
        var database = await TestDatabase.CreateAsync();
        return await StartAsync(database, await CommitDroppingProxy.StartAsync(database.ConnectionString), silos);
    }

    private static async Task<RunningCluster> StartAsync(TestDatabase database, CommitDroppingProxy? proxy, SiloRoles[] silos)
    {
        var project = await database.NewProjectAsync(ExtractionMode.Deterministic);
        var cluster = new RunningCluster(database, await NewKeyAsync(database, project), proxy) { Project = project };
        await cluster._cluster.DeployAsync();
        foreach (var roles in silos)
        {
            await cluster.AddAsync(roles);
        }

        await cluster._cluster.InitializeClientAsync();
        return cluster;
    }

    public static async Task<string> NewKeyAsync(TestDatabase database, ProjectId project)
    {
        var store = new PostgreSql.Projects.ProjectStore(database.Database, new PostgreSql.Projects.KeyCache(TimeProvider.System));
        var name = (await store.ListProjectsAsync(default)).Single(p => p.Id == project).Name;
        return (await store.CreateKeyAsync(name, default)).Secret;
    }

    /// <summary>Starts a silo, and waits until the others know its roles.</summary>
    public async Task<InProcessSiloHandle> AddAsync(SiloRoles roles)
    {
        _roles.Enqueue(roles);
        var silo = await _cluster.StartAdditionalSiloAsync();
        await Eventually.TrueAsync(() => Task.FromResult(AllKnowAll()));
        return silo;
    }

    public T Service<T>()
        where T : notnull => _cluster.Client.ServiceProvider.GetRequiredService<T>();

    /// <summary>A service of a silo, without grains: as another process on the same database would use it.</summary>
    public T InSilo<T>(int silo = 0)
        where T : notnull => _cluster.Silos[silo].ServiceProvider.GetRequiredService<T>();

    public async Task<IBatchGrain> GrainOfAsync(Guid batch)
    {
        return Grains.GetGrain<IBatchGrain>(
            await Grains.GetGrain<IBatchServiceGrain>(0).FindKeyAsync(Project, batch, default));
    }

    /// <summary>A draft with items, distributed over the given number of graphs.</summary>
    public async Task<Guid> DraftAsync(int items, int graphs)
    {
        for (var g = 0; g < graphs; g++)
        {
            await Graphs.CreateGraphAsync(Project, $"graph-{g}", new GraphFields(), default);
        }

        var batch = (await Batches.CreateAsync(Project, new NewBatch(), null, default)).Value.BatchId;
        foreach (var part in Enumerable.Range(0, items).Chunk(Limits.ItemsPerAdd))
        {
            await Batches.AddAsync(Project, batch, [.. part.Select(i => Item(i, graphs))], null, default);
        }

        return batch;
    }

    public async Task<BatchSummary> EndOfAsync(Guid batch)
    {
        BatchSummary? summary = null;
        await Eventually.TrueAsync(
            async () => BatchEvent.IsEnd((summary = await Batches.GetAsync(Project, batch, default)).Status));
        return summary!;
    }

    public async ValueTask DisposeAsync()
    {
        Steps.LetGo();
        await _cluster.DisposeAsync();
        if (Proxy is not null)
        {
            await Proxy.DisposeAsync();
        }

        await ((IAsyncDisposable)Database).DisposeAsync();
    }

    internal static NewBatchItem Item(int i, int graphs) => new()
    {
        Kind = ItemKind.GraphEpisode,
        GraphId = $"graph-{i % graphs}",
        Content = $"Item {i} is here.",
        DataType = DataType.Text,
    };

    private void WatchSteps(IServiceCollection services, string silo)
    {
        foreach (var step in services.Where(s => s.ServiceType == typeof(IWorkStep)).ToList())
        {
            services.Remove(step);
            services.AddSingleton(
                s => Steps.Watch((IWorkStep)ActivatorUtilities.CreateInstance(s, step.ImplementationType!), silo));
        }
    }

    private bool AllKnowAll() => _cluster.Silos.All(one =>
        one.ServiceProvider.GetRequiredService<ISiloStatusOracle>() is var silos
        && silos.GetActiveSilos() is var seen
        && seen.Length == _cluster.Silos.Count
        && seen.All(s => PublishedRoles.Get(silos, s) != SiloRoles.None));

    private void Compose(IHostApplicationBuilder host, string silo)
    {
        _roles.TryDequeue(out var roles);
        var settings = new ClusterSettings { Roles = roles };
        host.Logging.ClearProviders().AddProvider(Log);
        host.Services.AddBatchPostgreSql(Proxy?.ConnectionString ?? Database.ConnectionString);
        host.Services.AddBatchCluster(settings.ClusterId);
        host.Services.AddClusterEngine(settings);
        host.Services.AddFactExtraction();
        WatchSteps(host.Services, silo);
        host.Services.AddSteps();
        host.Services.PostConfigure<DatabaseOptions>(o =>
        {
            o.RequestConnections = o.LiveConnections = o.IngestionConnections = 4;
            o.DeliveryConnections = o.SearchConnections = 2;
            o.BackgroundConnections = 4;
            o.OutcomeTimeout = OutcomeTimeout;
        });
        host.Services.PostConfigure<IngestionOptions>(o =>
        {
            o.LaneRows = 3;
            o.CommitRows = 8;
        });
        host.Services.PostConfigure<BatchOptions>(o => o.SpoolDirectory = Path.GetTempPath());
        host.UseOrleans(orleans => orleans
            .AddBatchGrains(settings)
            .AddPrivateStorage(OrleansTables.ConnectionString(Database.ConnectionString, maxConnections: 2))
            .UseInMemoryReminderService());
    }
}
