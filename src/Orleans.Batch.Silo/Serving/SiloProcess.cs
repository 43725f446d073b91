using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Orleans.Batch.Actors;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Silo.Actors;
using Orleans.Batch.Silo.Recovery;

namespace Orleans.Batch.Silo.Serving;

/// <summary>One process of the cluster, from start to exit code.</summary>
internal static class SiloProcess
{
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            return await ServeAsync(args);
        }
        catch (Exception e) when (Refusal(e) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal.Message);
            return refusal.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Success; // told to end while it was starting
        }
    }

    private static async Task<int> ServeAsync(string[] args)
    {
        var builder = ProcessHost.CreateBuilder(args);
        var settings = ReadSettings(builder.Configuration);
        var connectionString = builder.Configuration.GetConnectionString("Batch") is { Length: > 0 } given
            ? given
            : throw new SiloRefusalException(
                ExitCodes.BadSetting, "ConnectionStrings__Batch is not set: a cluster needs a PostgreSQL database that all its processes reach.");
        using var logging = LoggerFactory.Create(ProcessHost.AddConsole);
        await ClusterDatabase.PrepareAsync(connectionString, logging, CancellationToken.None);
        await using var app = ProcessHost.Build(builder, settings, connectionString);
        if (settings.IsGateway)
        {
            await FirstKey.EnsureAsync(app.Services.GetRequiredService<IProjectAdministration>(), builder.Configuration["BATCH_API_KEY"]);
        }

        await app.StartAsync(CancellationToken.None);
        await Console.Out.WriteLineAsync($"Ready as {settings.Roles}: {string.Join(", ", app.Urls)}");
        await WaitForEndAsync(app);
        return app.Services.GetService<SiloActors>() switch
        {
            { Refusal: not null } => ExitCodes.InUse,
            { Faulted: true } => ExitCodes.Fault,
            _ => ExitCodes.Success,
        };
    }

    private static async Task WaitForEndAsync(WebApplication app)
    {
        var shutdown = app.WaitForShutdownAsync(CancellationToken.None);
        if (app.Services.GetService<ReachWatch>() is { } reach)
        {
            var overdue = OverdueEnd.WaitAsync(
                app.Lifetime, app.Services.GetRequiredService<IHostLease>(), app.Services.GetRequiredService<SiloSettings>(), TimeProvider.System);
            var first = await Task.WhenAny(shutdown, reach.LostAlone, overdue);
            if (first != shutdown)
            {
                // As if it were killed, which the others know how to deal with: an end in good order would wait for the database.
                await Console.Error.WriteLineAsync(first == overdue
                    ? "This silo was told to end, and the database is lost. It ends without it."
                    : "This silo has lost the database, and others have it. It ends, so that they do its work.");
                Environment.Exit(ExitCodes.Database);
            }
        }

        await shutdown;
    }

    private static SiloSettings ReadSettings(ConfigurationManager configuration)
    {
        var settings = new SiloSettings();
        try
        {
            configuration.GetSection(SiloSettings.Section).Bind(settings);
            Validator.ValidateObject(settings, new ValidationContext(settings), validateAllProperties: true);
        }
        catch (Exception e) when (e is InvalidOperationException or ValidationException)
        {
            throw new SiloRefusalException(ExitCodes.BadSetting, $"{SiloSettings.Section}: {e.Message}", e);
        }

        return settings.Roles != SiloRoles.None
            ? settings
            : throw new SiloRefusalException(ExitCodes.BadSetting, "Cluster:Roles names no role; say gateway, batch, realtime, or several of them.");
    }

    private static SiloRefusalException? Refusal(Exception e) => e switch
    {
        SiloRefusalException refusal => refusal,
        DatabaseRefusedException refused => new SiloRefusalException(refused.IsSetting ? ExitCodes.BadSetting : ExitCodes.Database, e.Message, e),
        HostLeaseException => new SiloRefusalException(ExitCodes.InUse, e.Message, e),
        SchemaMismatchException => new SiloRefusalException(ExitCodes.Database, e.Message, e),
        OptionsValidationException => new SiloRefusalException(ExitCodes.BadSetting, e.Message, e),
        IOException { InnerException: AddressInUseException } => new SiloRefusalException(ExitCodes.Address, e.Message, e),
        _ => null,
    };
}
