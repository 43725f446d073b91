using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Batch.LocalPostgres;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.TestKit.PostgreSql;

/// <summary>
/// The PostgreSQL of a test process: started at the first use, ended with the process in every case.
/// It does not wait for the disk; tests of durability start their own <see cref="PrivatePostgres"/>.
/// </summary>
public sealed class TestPostgres
{
    private const string Template = "with_schema";

    private static readonly Lazy<Task<TestPostgres>> Shared = new(StartAsync);
    private static int _databases;

    private readonly PrivatePostgres _postgres;

    private TestPostgres(PrivatePostgres postgres) => _postgres = postgres;

    /// <summary>The running instance.</summary>
    public static Task<TestPostgres> GetAsync() => Shared.Value;

    /// <summary>Another instance, for a test that kills it; it ends with the process too.</summary>
    public static Task<TestPostgres> StartAnotherAsync() => StartAsync();

    /// <summary>Creates a database that holds the schema and nothing else.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {Template}");
        return In(name);
    }

    /// <summary>Removes a database, with its connections.</summary>
    public Task DropDatabaseAsync(string connectionString) =>
        ExecuteAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");

    private static async Task<TestPostgres> StartAsync()
    {
        var directory = Path.Combine(Path.GetTempPath(), "ob-tests-" + Guid.NewGuid().ToString("N")[..12]);
        TestPostgresReaper.Watch(directory);
        await using (var made = await RunAsync(directory))
        {
            // Parallel tests each have as many connections as a server alone.
            foreach (var setting in (string[])["fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 400"])
            {
                await new TestPostgres(made).ExecuteAsync($"ALTER SYSTEM SET {setting}");
            }
        }

        var instance = new TestPostgres(await RunAsync(directory));
        await instance.ExecuteAsync($"CREATE DATABASE {Template}");
        await using var database = new Database(instance.In(Template));
        await new SchemaMigrator(database).MigrateAsync(default);
        return instance;
    }

    private static Task<PrivatePostgres> RunAsync(string directory) => PrivatePostgres.StartAsync(
        new PrivatePostgresOptions { DataDirectory = directory }, NullLogger.Instance, TimeProvider.System, default);

    private string In(string database) =>
        new NpgsqlConnectionStringBuilder(_postgres.ConnectionString) { Database = database }.ConnectionString;

    private async Task ExecuteAsync(string sql)
    {
        // Unpooled: a template must have no connection left. Without a limit: the time to copy files depends on
        // the machine.
        var administration = new NpgsqlConnectionStringBuilder(In("postgres")) { Pooling = false, Timeout = 0, CommandTimeout = 0 };
        await using var connection = new NpgsqlConnection(administration.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
