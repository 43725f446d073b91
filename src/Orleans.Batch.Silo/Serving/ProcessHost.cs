using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration.Memory;
using Orleans.Batch.Gateway;
using Orleans.Batch.Gateway.Dashboard;
using Orleans.Batch.Server.Telemetry;
using Orleans.Batch.Silo.Roles;
using Orleans.Dashboard;

namespace Orleans.Batch.Silo.Serving;

/// <summary>Puts a process of the cluster together, as its roles ask.</summary>
internal static class ProcessHost
{
    /// <summary>Nobody but this machine, unless told otherwise.</summary>
    private const string DefaultUrls = "http://127.0.0.1:8080";

    private static readonly Dictionary<string, string?> Defaults = new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft"] = "Warning",
        ["Logging:LogLevel:System"] = "Warning",
        ["Logging:LogLevel:Npgsql"] = "Warning",
        ["Logging:LogLevel:Orleans"] = "Warning",
        ["Logging:LogLevel:Orleans.Batch"] = "Information",

        // It advises at each start what was decided otherwise.
        ["Logging:LogLevel:Orleans.Runtime.Silo"] = "Error",

        // Orleans places grains through it, and it logs two lines at Information for each.
        ["Logging:LogLevel:Polly"] = "Warning",
    };

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        builder.Logging.ClearProviders();
        AddConsole(builder.Logging);
        builder.AddTelemetry();
        return builder;
    }

    /// <summary>Where a process logs to, also before there is a host.</summary>
    public static void AddConsole(ILoggingBuilder logging) => logging.AddSimpleConsole(o =>
    {
        o.SingleLine = true;
        o.UseUtcTimestamp = true;
        o.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
    });

    public static WebApplication Build(WebApplicationBuilder builder, SiloSettings settings, string connectionString)
    {
        builder.WebHost.UseUrls(builder.Configuration["urls"] is { Length: > 0 } urls ? urls : DefaultUrls).ConfigureBatchKestrel();
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = settings.DrainDelay + settings.StopTimeout);
        builder.Services.AddClusterEngine(settings, connectionString);

        // They end in the opposite order: HTTP, then Orleans with its grains, then what the grains' steps ran in.
        if (settings.IsSilo)
        {
            builder.Services.AddSiloActors();
            builder.UseOrleans(silo => silo.AddBatchGrains(settings).UseDatabaseCluster(settings, connectionString));
        }
        else
        {
            builder.UseOrleansClient(client => client.UseDatabaseCluster(settings, connectionString));
            builder.Services.AddHostedService<RolesPoll>();
        }

        builder.Services.AddHostedService<DrainPause>();
        builder.Services.AddBatchGateway();
        builder.Services.AddBatchDashboard();
        var app = builder.Build();
        if (settings.IsGateway)
        {
            app.MapBatchApi();
            app.MapBatchDashboard();
            MapOperations(app, settings.OperatorSecret);
        }
        else
        {
            app.MapBatchHealth();
        }

        app.MapTelemetry();
        return app;
    }

    // The operator's, not a tenant's: it shows what all projects do.
    private static void MapOperations(WebApplication app, string? secret)
    {
        if (secret is null)
        {
            return;
        }

        var wanted = SHA256.HashData(Encoding.UTF8.GetBytes(secret));
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/ops"), branch => branch.Use(async (http, next) =>
        {
            if (OperatorDoor.Opens(http.Request.Headers.Authorization, wanted))
            {
                await next(http);
            }
            else
            {
                http.Response.StatusCode = StatusCodes.Status401Unauthorized;
                http.Response.Headers.WWWAuthenticate = "Basic realm=\"operator\", charset=\"UTF-8\"";
            }
        }));
        app.MapOrleansDashboard("/ops");
    }
}
