using Microsoft.Extensions.Configuration.Memory;
using Orleans.Batch.Batches;
using Orleans.Batch.Dashboard;
using Orleans.Batch.Embedders;
using Orleans.Batch.Extraction;
using Orleans.Batch.Gateway;
using Orleans.Batch.Grains.Hosting;
using Orleans.Batch.Grains.Settings;
using Orleans.Batch.PostgreSql;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Server.Operators;
using Orleans.Batch.Server.Settings;
using Orleans.Batch.Server.Telemetry;

namespace Orleans.Batch.Server.Serving;

/// <summary>Composes a process for its roles.</summary>
internal static class Composition
{
    public static WebApplication Build(
        ServerSettings settings, ClusterSettings cluster, OperatorSecret? operatorSecret, string connectionString)
    {
        // The content root is the program's directory: an appsettings.json in the current directory must have no effect.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = ServerLogging.DefaultLevels });
        builder.Logging.ClearProviders();
        builder.Logging.AddServerConsole();
        builder.WebHost.UseUrls(settings.Urls).ConfigureBatchKestrel();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = cluster.DrainDelay + cluster.StopTimeout);

        // The command handles signals, and ends the host and then PostgreSQL.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();

        // Hosted services end in the opposite order: HTTP (always last here), Orleans and the engine, then telemetry.
        builder.AddTelemetry();
        if (cluster.IsAlone)
        {
            builder.Services.PostConfigure<BatchOptions>(o => o.SpoolDirectory ??= Path.Combine(settings.DataDirectory, "spool"));
        }

        builder.Services.AddBatchPostgreSql(connectionString);
        if (!cluster.IsAlone)
        {
            builder.Services.AddBatchCluster(cluster.ClusterId);
        }

        builder.UseBatchCluster(cluster, OrleansTables.ConnectionString(connectionString, cluster.DatabaseConnections));
        builder.Services.AddFactExtraction();
        builder.Services.AddEmbeddings(builder.Configuration);
        builder.Services.AddBatchGateway();
        builder.Services.AddBatchDashboard();
        if (operatorSecret is not null)
        {
            builder.Services.AddOperatorAccess(operatorSecret);
        }

        var app = builder.Build();
        if (cluster.IsGateway)
        {
            app.MapBatchApi();
            app.MapBatchDashboard();
            if (operatorSecret is not null)
            {
                app.MapOperatorPages();
            }
        }
        else
        {
            app.MapBatchHealth();
        }

        app.MapTelemetry();
        return app;
    }

    /// <summary>The services of a keys or projects command, without background work.</summary>
    public static ServiceProvider Administration(string connectionString)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddBatchPostgreSql(connectionString);
        return services.BuildServiceProvider();
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
