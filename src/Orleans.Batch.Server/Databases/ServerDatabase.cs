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

    /// <summary>Opens it for a command: through a running server's instance, otherwise with a new one.</summary>
    public static async Task<ServerDatabase> JoinAsync(
        ServerSettings settings, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var options = settings.PrivatePostgres;
        return settings.ConnectionString is not null
            ? await OpenAsync(settings, options, logging, cancellationToken)
            : await MigratedAsync(await JoinPrivateAsync(options, logging, cancellationToken), logging, cancellationToken);
    }

    /// <summary>Opens it for a command that must not change the schema: the private one, with or without a running server.</summary>
    public static async Task<ServerDatabase> JoinPrivateAsync(
        PrivatePostgresOptions options, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var directory = DataDirectory.At(options.DataDirectory);
        directory.Create();
        if (DataDirectoryLock.TryAcquire(directory) is { } taken)
        {
            return await StartAsync(taken, options, logging, cancellationToken);
        }

        options.StartTimeout = TimeSpan.FromMinutes(1);
        return new ServerDatabase(await PrivatePostgres.ConnectToRunningAsync(options, TimeProvider.System, cancellationToken));
    }

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

    private static async Task<ServerDatabase> MigratedAsync(
        ServerDatabase opened, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        try
        {
            await opened.MigrateAsync(logging, cancellationToken);
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }
}
