using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Batch.Batches;
using Orleans.Batch.Cluster;
using Orleans.Batch.Extraction;
using Orleans.Batch.Grains.Hosting;
using Orleans.Batch.Grains.Recovery;
using Orleans.Batch.Grains.Settings;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.TestingHost;

namespace Orleans.Batch.TestKit.Engines;

/// <summary>
/// The whole engine in one silo with all roles, without HTTP, on a <see cref="TestDatabase"/>; Orleans' state is in memory. Chunks
/// and commits are small, so that a few items make many of them.
/// </summary>
public sealed class RunningEngine : IAsyncDisposable
{
    private static int _engines;

    private readonly InProcessTestCluster _cluster;
    private readonly TestDatabase _database;
    private readonly string _name;

    private RunningEngine(InProcessTestCluster cluster, TestDatabase database, string name) =>
        (_cluster, _database, _name) = (cluster, database, name);

    public IBatchClient Batches => Service<IBatchClient>();

    public IUserClient Users => Service<IUserClient>();

    public INodeClient Nodes => Service<INodeClient>();

    public IEdgeClient Edges => Service<IEdgeClient>();

    public IThreadClient Threads => Service<IThreadClient>();

    public IGraphClient Graphs => Service<IGraphClient>();

    public IEpisodeClient Episodes => Service<IEpisodeClient>();

    /// <param name="database">Its database.</param>
    /// <param name="change">Replaces or adds services, after all others.</param>
    public static async Task<RunningEngine> StartAsync(TestDatabase database, Action<IServiceCollection>? change = null)
    {
        var name = $"engine {Interlocked.Increment(ref _engines)}";
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.Options.InitializeClientOnDeploy = false;
        builder.ConfigureSiloHost((_, host) =>
        {
            Compose(host, $"{database.ConnectionString};Application Name={name}");
            change?.Invoke(host.Services);
        });
        var cluster = builder.Build();
        try
        {
            await cluster.DeployAsync();
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }

        return new RunningEngine(cluster, database, name);
    }

    /// <summary>
    /// For a second engine on one database: each is configured as the only one, so that only the fence separates them.
    /// </summary>
    public static void WithoutGuard(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IDatabaseGuard, NoGuard>());
        services.PostConfigure<TestSweepOptions>(o => o.Interval = TimeSpan.FromMilliseconds(10));
    }

    private static void Compose(IHostApplicationBuilder host, string connectionString)
    {
        var settings = ClusterSettings.Read(new ConfigurationManager()); // alone on its database
        host.Logging.ClearProviders();
        host.Services.AddBatchPostgreSql(connectionString);
        host.Services.AddClusterEngine(settings);
        host.Services.AddFactExtraction();
        host.Services.AddSteps();
        host.Services.PostConfigure<IngestionOptions>(o =>
        {
            o.ReadRows = 16;
            o.LaneRows = 3;
            o.RowsInMemory = 64;
            o.CommitRows = 8;
        });
        host.Services.PostConfigure<BatchOptions>(o => o.PrepareAtOnceUpTo = 40); // larger ones are prepared after the answer
        host.UseOrleans(silo => silo
            .AddBatchGrains(settings)
            .AddMemoryGrainStorage(PrivateState.StorageName)
            .UseInMemoryReminderService());
        host.Services.AddHostedService<TestSweep>();
    }

    public T Service<T>()
        where T : notnull => _cluster.Silos[0].ServiceProvider.GetRequiredService<T>();

    /// <summary>Waits for the end of a batch.</summary>
    public async Task<BatchSummary> EndOfAsync(ProjectId project, Guid batch)
    {
        BatchSummary? summary = null;
        await Eventually.TrueAsync(
            async () => (summary = await Batches.GetAsync(project, batch, default)).Status >= BatchStatus.Invalid);
        return summary!;
    }

    /// <summary>
    /// Ends it like a crash: its transactions are aborted, and its steps are not waited for.
    /// </summary>
    public async Task KillAsync()
    {
        var sessions = await _database.ColumnAsync<int>(
            """
            WITH own AS MATERIALIZED (SELECT pid FROM pg_stat_activity WHERE starts_with(application_name, $1))
            SELECT pid FROM own WHERE pg_terminate_backend(pid)
            """,
            _name + " ");
        try
        {
            await _cluster.KillSiloAsync(_cluster.Silos[0]);
            await _cluster.DisposeAsync();
        }
        catch (Exception)
        {
            // A crashed process reports nothing.
        }

        // Its successor may find it still present: on a busy machine PostgreSQL takes time to end a session.
        await Eventually.TrueAsync(
            async () => await _database.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE pid = ANY ($1)", sessions.ToArray()) == 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.StopAllSilosAsync();
        await _cluster.DisposeAsync();
    }
}
