using Orleans.Batch.LocalPostgres;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Server.Settings;

namespace Orleans.Batch.Server.Databases;

/// <summary>
/// The database of one run of the process: an external one, or the private one together with the data directory's lock,
/// which both end with this object.
/// </summary>
internal sealed class ServerDatabase : IAsyncDisposable
{
    // How long a command waits for a server that is starting.
    private static readonly TimeSpan ServerStart = TimeSpan.FromMinutes(1);

    private readonly DataDirectoryLock? _lock;
    private readonly PrivatePostgres? _instance;

    private ServerDatabase(string connectionString, DataDirectoryLock? @lock = null, PrivatePostgres? instance = null)
    {
        ConnectionString = connectionString;
        _lock = @lock;
        _instance = instance;
    }

    public string ConnectionString { get; }

    /// <summary>Opens it for a server, which needs exclusive use of the data directory.</summary>
    public static async Task<ServerDatabase> OpenAsync(
        ServerSettings settings, PrivatePostgresOptions options, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        if (settings.ConnectionString is { } own)
        {
            await OperatorDatabase.AwaitAsync(own, logging, TimeProvider.System, cancellationToken);
            return await MigratedAsync(new ServerDatabase(own), logging, cancellationToken);
        }

        var directory = DataDirectory.At(options.DataDirectory);
        directory.Create();
        return await MigratedAsync(
            await StartAsync(DataDirectoryLock.Acquire(directory), options, logging, cancellationToken), logging, cancellationToken);
    }

    /// <summary>
    /// Opens a database that a server has used before for a command, with or without a running server, and reports on
    /// standard error which one.
    /// </summary>
    /// <exception cref="ServerRefusalException">There is none; nothing was created.</exception>
    public static async Task<ServerDatabase> JoinAsync(
        ServerSettings settings, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        if (settings.ConnectionString is not { } own)
        {
            return await MigratedAsync(
                await JoinPrivateAsync(
                    ExistingData.TryLock(settings, acceptsExternal: true), settings, settings.PrivatePostgres, logging, cancellationToken),
                logging,
                cancellationToken);
        }

        await UsedDatabase.ReportAsync(settings);
        await OperatorDatabase.AwaitAsync(own, logging, TimeProvider.System, cancellationToken);
        await ExistingSchema.RequireAsync(own, settings, logging, cancellationToken);
        return await MigratedAsync(new ServerDatabase(own), logging, cancellationToken);
    }

    /// <summary>Does the same for a command that works only with the private database, and does not change the schema.</summary>
    /// <inheritdoc cref="JoinAsync"/>
    public static Task<ServerDatabase> JoinPrivateAsync(
        ServerSettings settings, PrivatePostgresOptions options, ILoggerFactory logging, CancellationToken cancellationToken) =>
        JoinPrivateAsync(ExistingData.TryLock(settings, acceptsExternal: false), settings, options, logging, cancellationToken);

    /// <summary>Opens it for a command that needs exclusive use of the data directory and must not change the schema.</summary>
    /// <exception cref="DataDirectoryInUseException">A server uses it.</exception>
    public static Task<ServerDatabase> OpenPrivateAsync(
        PrivatePostgresOptions options, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var directory = DataDirectory.At(options.DataDirectory);
        directory.Create();
        return StartAsync(DataDirectoryLock.Acquire(directory), options, logging, cancellationToken);
    }

    /// <summary>Migrates the schema to this program's version.</summary>
    public async Task MigrateAsync(ILoggerFactory logging, CancellationToken cancellationToken)
    {
        await using var pools = new Database(ConnectionString);
        await new StartRetry(logging.CreateLogger<StartRetry>(), TimeProvider.System).RunAsync(
            "bringing the schema up to date",
            async () =>
            {
                await new SchemaMigrator(pools).MigrateAsync(cancellationToken);
                return await OrleansTables.RequireAsync(pools, cancellationToken);
            },
            cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_instance is not null)
        {
            await _instance.DisposeAsync();
        }

        _lock?.Dispose(); // last: no process may use the directory while its PostgreSQL still ends
    }

    private static async Task<ServerDatabase> JoinPrivateAsync(
        DataDirectoryLock? taken,
        ServerSettings settings,
        PrivatePostgresOptions options,
        ILoggerFactory logging,
        CancellationToken cancellationToken)
    {
        await UsedDatabase.ReportAsync(settings);
        if (taken is null)
        {
            options.StartTimeout = ServerStart;
            var running = await PrivatePostgres.ConnectToRunningAsync(options, TimeProvider.System, cancellationToken);
            await ExistingSchema.AwaitAsync(running, settings, ServerStart, logging, cancellationToken);
            return new ServerDatabase(running);
        }

        return await OrDisposeAsync(
            await StartAsync(taken, options, logging, cancellationToken),
            opened => ExistingSchema.RequireAsync(opened.ConnectionString, settings, logging, cancellationToken));
    }

    private static async Task<ServerDatabase> StartAsync(
        DataDirectoryLock taken, PrivatePostgresOptions options, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        try
        {
            var instance = await PrivatePostgres.StartAsync(
                options, logging.CreateLogger<PrivatePostgres>(), TimeProvider.System, cancellationToken);
            return new ServerDatabase(instance.ConnectionString, taken, instance);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    private static Task<ServerDatabase> MigratedAsync(
        ServerDatabase opened, ILoggerFactory logging, CancellationToken cancellationToken) =>
        OrDisposeAsync(opened, o => o.MigrateAsync(logging, cancellationToken));

    private static async Task<ServerDatabase> OrDisposeAsync(ServerDatabase opened, Func<ServerDatabase, Task> act)
    {
        try
        {
            await act(opened);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }
}
