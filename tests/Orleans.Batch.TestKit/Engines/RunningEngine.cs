using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Batch.Actors;
using Orleans.Batch.Batches;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.TestKit.Engines;

/// <summary>
/// The whole engine, without HTTP and Orleans, on a <see cref="TestDatabase"/>. Chunks and commits are
/// small, so that few items make many of them.
/// </summary>
public sealed class RunningEngine : IAsyncDisposable
{
    private static int _engines;

    private readonly IHost _host;
    private readonly TestDatabase _database;
    private readonly string _name;

    private RunningEngine(IHost host, TestDatabase database, string name) => (_host, _database, _name) = (host, database, name);

    public IBatchClient Batches => Service<IBatchClient>();

    public IMemoryClient Memory => Service<IMemoryClient>();

    /// <param name="database">Where it works.</param>
    /// <param name="change">Replaces or adds services, after all others.</param>
    public static async Task<RunningEngine> StartAsync(TestDatabase database, Action<IServiceCollection>? change = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var name = $"engine {Interlocked.Increment(ref _engines)}";
        builder.Services.AddBatchPostgreSql($"{database.ConnectionString};Application Name={name}").AddBatchEngine();
        AddActorHost(builder.Services);
        builder.Services.PostConfigure<IngestionOptions>(o =>
        {
            o.ReadRows = 16;
            o.LaneRows = 3;
            o.RowsInMemory = 64;
            o.CommitRows = 8;
        });
        builder.Services.PostConfigure<BatchOptions>(o => o.PrepareAtOnceUpTo = 40); // larger ones behind the answer
        builder.Logging.SetMinimumLevel(LogLevel.None);
        change?.Invoke(builder.Services);
        var engine = new RunningEngine(builder.Build(), database, name);
        await engine._host.StartAsync();
        return engine;
    }

    /// <summary>
    /// For a second engine on one database: each believes that it is alone, so that only the fence keeps them apart.
    /// </summary>
    public static void WithoutLease(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IHostLease, NoLease>());
        services.PostConfigure<TestActorHostOptions>(o => o.SweepInterval = TimeSpan.FromMilliseconds(10));
    }

    private static void AddActorHost(IServiceCollection services)
    {
        services.AddSingleton<Func<IEnumerable<IActorStep>>>(s => s.GetServices<IActorStep>);
        services.AddSingleton<TestActorHost>();
        services.AddSingleton<IWakeups>(s => s.GetRequiredService<TestActorHost>());
        services.AddHostedService(s => s.GetRequiredService<TestActorHost>());
    }

    public T Service<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Waits until a batch's run is over.</summary>
    public async Task<BatchSummary> EndOfAsync(ProjectId project, Guid batch)
    {
        BatchSummary? summary = null;
        await Eventually.TrueAsync(
            async () => (summary = await Batches.GetAsync(project, batch, default)).Status >= BatchStatus.Invalid);
        return summary!;
    }

    /// <summary>
    /// Ends it as a crash would: its transactions break off wherever they are, and its steps are not waited for.
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
            await _host.StopAsync(new CancellationToken(canceled: true));
            await ((IAsyncDisposable)_host).DisposeAsync();
        }
        catch (Exception)
        {
            // The dead complain of nothing.
        }

        // Whoever takes its place soon finds it dead: on a busy machine PostgreSQL takes its time to end a session.
        await Eventually.TrueAsync(
            async () => await _database.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE pid = ANY ($1)", sessions.ToArray()) == 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
