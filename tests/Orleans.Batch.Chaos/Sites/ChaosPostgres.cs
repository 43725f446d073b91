using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Batch.LocalPostgres;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.TestKit.Servers;

namespace Orleans.Batch.Chaos.Sites;

/// <summary>A PostgreSQL that is killed and restarts by itself, used by one run only.</summary>
public sealed class ChaosPostgres : IAsyncDisposable
{
    // Processes die here, not the machine: written files survive without fsync.
    private static readonly string[] Settings = ["fsync = off", "max_connections = 300", "deadlock_timeout = '200ms'"];

    private readonly TemporaryDataDirectory _data;
    private readonly PrivatePostgres _postgres;

    private ChaosPostgres(TemporaryDataDirectory data, PrivatePostgres postgres)
    {
        _data = data;
        _postgres = postgres;
    }

    /// <summary>The connection string without the proxy.</summary>
    public string ConnectionString => _postgres.ConnectionString;

    /// <summary>The postmaster's process id; null while there is none.</summary>
    public int? PostmasterId => _data.TryPostmasterId();

    public static async Task<ChaosPostgres> StartAsync()
    {
        var data = new TemporaryDataDirectory();
        TestPostgresReaper.Watch(data.Path);
        await using (var made = await RunAsync(data))
        {
            await using var connection = new NpgsqlConnection(made.ConnectionString);
            await connection.OpenAsync();
            foreach (var setting in Settings)
            {
                await using var command = new NpgsqlCommand($"ALTER SYSTEM SET {setting}", connection);
                await command.ExecuteNonQueryAsync();
            }
        }

        return new ChaosPostgres(data, await RunAsync(data));
    }

    public async ValueTask DisposeAsync()
    {
        await _postgres.DisposeAsync();
        _data.Dispose();
    }

    private static Task<PrivatePostgres> RunAsync(TemporaryDataDirectory data) => PrivatePostgres.StartAsync(
        new PrivatePostgresOptions { DataDirectory = data.Path, WatchInterval = TimeSpan.FromMilliseconds(100) },
        NullLogger.Instance,
        TimeProvider.System,
        CancellationToken.None);
}
