using Npgsql;
using Orleans.Batch.PostgreSql.Projects;
using Orleans.Batch.PostgreSql.Sql;
using Xunit;

namespace Orleans.Batch.TestKit.PostgreSql;

/// <summary>
/// A new database with the schema, on <see cref="TestPostgres"/>. As a class fixture
/// (<c>IClassFixture&lt;TestDatabase&gt;</c>) one serves all tests of a class, which are separated by
/// <see cref="NewProjectAsync"/>. <see cref="ShiftClockAsync"/> moves the database's clock.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime, IAsyncDisposable
{
    private static int _projects;

    private TestPostgres? _postgres;
    private Database? _database;

    /// <summary>The connection string, for code that opens its own connections.</summary>
    public string ConnectionString { get; private set; } = "";

    /// <summary>The pools for the stores.</summary>
    public Database Database => _database ?? throw new InvalidOperationException("InitializeAsync has not run");

    public static async Task<TestDatabase> CreateAsync()
    {
        var database = new TestDatabase();
        await database.InitializeAsync();
        return database;
    }

    /// <summary>A database whose PostgreSQL no other test uses, so that it may be restarted.</summary>
    public static async Task<TestDatabase> CreateAloneAsync()
    {
        var database = new TestDatabase();
        await database.InitializeAsync(await TestPostgres.StartAnotherAsync());
        return database;
    }

    public async Task InitializeAsync() => await InitializeAsync(await TestPostgres.GetAsync());

    private async Task InitializeAsync(TestPostgres postgres)
    {
        _postgres = postgres;
        ConnectionString = await _postgres.CreateDatabaseAsync();
        _database = new Database(ConnectionString);
    }

    public async Task DisposeAsync()
    {
        if (_database is not null)
        {
            await _database.DisposeAsync();
            await _postgres!.DropDatabaseAsync(ConnectionString);
        }
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    /// <summary>A project that nothing else in this process uses; its items are only stored unless a test chooses otherwise.</summary>
    public async Task<ProjectId> NewProjectAsync(ExtractionMode extraction = ExtractionMode.StoreOnly)
    {
        var store = new ProjectStore(Database, new KeyCache(TimeProvider.System));
        return (await store.CreateProjectAsync($"test-{Interlocked.Increment(ref _projects)}", extraction, default)).Id;
    }

    /// <summary>
    /// Moves the database's clock (<c>sql_now()</c>) forward or back, for all its users;
    /// shifts are added up.
    /// </summary>
    public Task ShiftClockAsync(TimeSpan by) => ExecuteAsync("UPDATE sql_clock SET shift = shift + $1", by);

    /// <summary>Runs a statement with parameters $1, $2 …; null is NULL.</summary>
    /// <returns>The number of affected rows.</returns>
    public async Task<int> ExecuteAsync(string sql, params object?[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row; the type's default where there is no row or it is NULL.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, params object?[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() && !reader.IsDBNull(0) ? reader.GetFieldValue<T>(0) : default;
    }

    /// <summary>The first column of every row.</summary>
    public async Task<IReadOnlyList<T>> ColumnAsync<T>(string sql, params object?[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetFieldValue<T>(0));
        }

        return rows;
    }

    private NpgsqlCommand Command(string sql, object?[] values)
    {
        var command = Database.Requests.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
