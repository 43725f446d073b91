using System.Diagnostics;
using Orleans.Batch.Grains.Hosting;
using Orleans.Batch.Grains.Settings;
using Orleans.Batch.LocalPostgres;
using Orleans.Batch.PostgreSql.Projects;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Server.Databases;
using Orleans.Batch.Server.Keys;
using Orleans.Batch.Server.Operators;
using Orleans.Batch.Server.Settings;
using Orleans.Batch.Server.Telemetry;

namespace Orleans.Batch.Server.Serving;

/// <summary>
/// One running server: the database, the engine's host and the HTTP API. They start in this order and end in the
/// opposite one.
/// </summary>
internal sealed class BatchServer : IAsyncDisposable
{
    private static readonly TimeSpan WholeEnd = TimeSpan.FromSeconds(9.5);
    private static readonly TimeSpan LeastForPostgres = TimeSpan.FromSeconds(1.5);

    private readonly WebApplication _app;
    private readonly ServerDatabase _database;
    private readonly PrivatePostgresOptions _postgres;

    private BatchServer(
        WebApplication app,
        ServerDatabase database,
        PrivatePostgresOptions postgres,
        ClusterSettings cluster,
        FirstKey key,
        OperatorSecret? operatorSecret)
    {
        _app = app;
        _database = database;
        _postgres = postgres;
        Cluster = cluster;
        Key = key;
        OperatorSecret = operatorSecret;
        _ = EndWithoutDatabaseAsync(app.Services.GetRequiredService<ClusterFailure>());
    }

    /// <summary>The process's membership in a cluster.</summary>
    public ClusterSettings Cluster { get; }

    /// <summary>The first project's key.</summary>
    public FirstKey Key { get; }

    /// <summary>The secret of the operator's pages; null when there are none.</summary>
    public OperatorSecret? OperatorSecret { get; }

    /// <summary>The actual addresses, with the port assigned for port 0.</summary>
    public IReadOnlyCollection<string> Urls => [.. _app.Urls];

    /// <summary>Starts everything; returns when requests are accepted.</summary>
    /// <exception cref="ServerRefusalException">A setting is wrong, or the address is in use.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is wrong.</exception>
    public static async Task<BatchServer> StartAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        if (settings.ApiKey is { } key && ApiKeyStrength.Refusal(key) is { } weak)
        {
            throw new ServerRefusalException(ExitCodes.BadSetting, weak);
        }

        OperatorSecret.RequireStrong(settings);
        var cluster = settings.ReadCluster();
        ListenAddresses.Require(settings.Urls);
        ClusterAddresses.RequireFree(cluster);
        _ = TelemetrySettings.Read(ServerSettings.ReadConfiguration()); // refused before anything is started
        var postgres = settings.PrivatePostgres;
        using var logging = ServerLogging.CreateFactory();
        var database = await ServerDatabase.OpenAsync(settings, postgres, logging, cancellationToken);
        try
        {
            return await StartAsync(settings, cluster, postgres, database, cancellationToken);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes when the token requests the end.</summary>
    /// <exception cref="ServerRefusalException">The host ended by itself, for example because another server took its database.</exception>
    public async Task WaitForStopAsync(CancellationToken cancellationToken)
    {
        var lifetime = _app.Services.GetRequiredService<IHostApplicationLifetime>();
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var asked = cancellationToken.Register(() => stopping.TrySetResult());
        await using var self = lifetime.ApplicationStopping.Register(() => stopping.TrySetResult());
        await stopping.Task;
        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        throw _app.Services.GetRequiredService<ClusterFailure>().Refusal is { } refusal
            ? new ServerRefusalException(ExitCodes.InUse, refusal.Message, refusal)
            : new ServerRefusalException(ExitCodes.Fault, "The server ended by itself; its log says why.");
    }

    /// <summary>Ends HTTP first, then the engine, then PostgreSQL, all within ten seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        var began = Stopwatch.GetTimestamp();

        // Before the host stops, which first waits for DrainPeriod: meanwhile the process reports that it is not ready.
        _app.Lifetime.StopApplication();
        try
        {
            await _app.StopAsync(CancellationToken.None); // bounded by HostOptions.ShutdownTimeout
        }
        catch (Exception e) when (e is OperationCanceledException or AggregateException)
        {
            // A request did not end in time and was canceled; the following parts must still end.
        }

        await _app.DisposeAsync();
        var left = WholeEnd - Stopwatch.GetElapsedTime(began);
        _postgres.StopTimeout = left > LeastForPostgres ? left : LeastForPostgres;
        await _database.DisposeAsync();
    }

    // Ends as if killed: a graceful end would wait for the database.
    private static async Task EndWithoutDatabaseAsync(ClusterFailure end)
    {
        await Console.Error.WriteLineAsync(await end.WhenDatabaseIsLostAsync());
        Environment.Exit(end.Refusal is null ? ExitCodes.Database : ExitCodes.InUse);
    }

    private static async Task<BatchServer> StartAsync(
        ServerSettings settings,
        ClusterSettings cluster,
        PrivatePostgresOptions postgres,
        ServerDatabase database,
        CancellationToken cancellationToken)
    {
        var secret = cluster.IsGateway ? OperatorSecret.Ensure(settings, isMember: !cluster.IsAlone) : null;
        var app = Composition.Build(settings, cluster, secret, database.ConnectionString);
        try
        {
            var projects = app.Services.GetRequiredService<IProjectAdministration>();
            var key = !cluster.IsGateway ? FirstKey.None : await app.Services.GetRequiredService<StartRetry>().RunAsync(
                "making sure of the first project's key",
                () => FirstKey.EnsureAsync(projects, settings, isKept: cluster.IsAlone, cancellationToken),
                cancellationToken);
            await app.StartAsync(cancellationToken);
            return new BatchServer(app, database, postgres, cluster, key, secret);
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await EndAsync(app);
            throw ListenAddresses.Taken(settings.Urls, e);
        }
        catch
        {
            await EndAsync(app);
            throw;
        }
    }

    // Started parts end gracefully when the start fails or is canceled: the silo leaves the database.
    private static async Task EndAsync(WebApplication app)
    {
        try
        {
            await app.StopAsync(CancellationToken.None);
        }
        catch (Exception)
        {
            // The reported error is the reason of the failed start.
        }

        await app.DisposeAsync();
    }
}
