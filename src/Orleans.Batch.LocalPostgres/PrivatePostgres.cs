using Microsoft.Extensions.Logging;
using Npgsql;

namespace Orleans.Batch.LocalPostgres;

/// <summary>
/// A private PostgreSQL of the server: created, started, watched and stopped with it. The caller must hold the
/// data directory's <see cref="DataDirectoryLock"/>.
/// </summary>
public sealed partial class PrivatePostgres : IAsyncDisposable
{
    /// <summary>The database that the product uses.</summary>
    public const string DatabaseName = "orleans_batch";

    private readonly PostmasterControl _control;
    private readonly DataDirectory _directory;
    private readonly PrivatePostgresOptions _options;
    private readonly ILogger _logger;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stopping = new();
    private Task _watch = Task.CompletedTask;

    private PrivatePostgres(
        PostmasterControl control,
        DataDirectory directory,
        PrivatePostgresOptions options,
        string connectionString,
        ILogger logger,
        TimeProvider clock)
    {
        _control = control;
        _directory = directory;
        _options = options;
        ConnectionString = connectionString;
        _logger = logger;
        _clock = clock;
    }

    /// <summary>For Npgsql; it stays valid across restarts of PostgreSQL. Contains the password.</summary>
    public string ConnectionString { get; }

    /// <summary>The postmaster's process number; null while there is none.</summary>
    public int? ProcessId => Postmaster.TryFind(_directory)?.ProcessId;

    /// <summary>
    /// Creates the cluster if there is none, adopts one that a crashed server left running, starts it otherwise,
    /// and creates the database. Returns when it accepts connections.
    /// </summary>
    /// <exception cref="PrivatePostgresException">It cannot be used; the message gives the remedy.</exception>
    public static async Task<PrivatePostgres> StartAsync(
        PrivatePostgresOptions options, ILogger logger, TimeProvider clock, CancellationToken cancellationToken)
    {
        var directory = DataDirectory.At(options.DataDirectory);
        var binaries = await PostgresPrograms.FindOrInstallAsync(options, directory, cancellationToken);
        var user = await ProgramUser.FindAsync(directory, clock, cancellationToken);
        directory.Create();
        await user.RequirePassageAsync(directory.Root, "the data directory", cancellationToken);
        await user.RequirePassageAsync(binaries.BinaryDirectory, "PostgreSQL's programs", cancellationToken);

        var password = await PrepareAsync(directory, binaries, user, logger, cancellationToken);
        var address = InstanceAddress.For(directory);
        if (address.SocketDirectory is { } socket)
        {
            await SocketDirectory.CreateAsync(socket, user, cancellationToken);
        }

        var control = new PostmasterControl(
            directory, binaries, user, address, password, options.StartTimeout, logger, clock);
        await control.RunAsync(cancellationToken);
        await InstanceDatabase.CreateAsync(address, password, options.StartTimeout, cancellationToken);
        var instance = new PrivatePostgres(
            control, directory, options, address.ConnectionString(password, DatabaseName), logger, clock);
        instance._watch = instance.WatchAsync(instance._stopping.Token);
        return instance;
    }

    /// <summary>
    /// The connection string of the instance that another process runs on this directory. Waits while it starts,
    /// for at most <see cref="PrivatePostgresOptions.StartTimeout"/>.
    /// </summary>
    /// <exception cref="PrivatePostgresException">It did not become ready in time.</exception>
    public static Task<string> ConnectToRunningAsync(
        PrivatePostgresOptions options, TimeProvider clock, CancellationToken cancellationToken) =>
        InstanceDatabase.AwaitRunningAsync(
            DataDirectory.At(options.DataDirectory), options.StartTimeout, clock, cancellationToken);

    /// <summary>Ends PostgreSQL cleanly, waiting for at most <see cref="PrivatePostgresOptions.StopTimeout"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watch;
        _stopping.Dispose();
        NpgsqlConnection.ClearAllPools();
        if (!await _control.StopAsync(_options.StopTimeout, CancellationToken.None))
        {
            LogStillStopping(_options.StopTimeout.TotalSeconds);
            return;
        }

        if (!OperatingSystem.IsWindows())
        {
            SocketDirectory.RemoveOutside(_directory);
        }
    }

    private static async Task<string> PrepareAsync(
        DataDirectory directory,
        PostgresBinaries binaries,
        ProgramUser user,
        ILogger logger,
        CancellationToken cancellationToken)
    {
        var cluster = new PostgresCluster(directory, binaries, user);
        await cluster.CreateOwnedAsync(directory.Logs, cancellationToken);
        var file = PostgresCluster.PasswordFile(directory);
        var password = SecretFile.TryRead(file);
        if (cluster.Exists)
        {
            return password ?? throw new PrivatePostgresException(
                $"The password of the database in {directory.ClusterPath} is missing: {file}. Restore that file.");
        }

        if (password is null)
        {
            password = SecretFile.NewSecret();
            SecretFile.Write(file, password);
        }

        LogInitializing(logger, binaries.MajorVersion, directory.ClusterPath);
        await cluster.InitializeAsync(password, cancellationToken);
        return password;
    }
}
