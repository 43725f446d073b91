using Npgsql;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.TestKit;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Sql;

public sealed class OrleansTablesTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Require_TheSchemaAsApplied_HasEveryQuery() =>
        (await OrleansTables.RequireAsync(_database.Database, default)).ShouldBeTrue();

    [Fact]
    public async Task Require_AQueryIsMissing_IsNamedWithWhatToDo()
    {
        await _database.ExecuteAsync(
            "DELETE FROM orleans_batch_cluster.orleansquery WHERE querykey = 'CleanupDefunctSiloEntriesKey'");

        var refusal = await Should.ThrowAsync<SchemaMismatchException>(
            async () => await OrleansTables.RequireAsync(_database.Database, default));

        refusal.Message.ShouldContain("orleans_batch_cluster.orleansquery: CleanupDefunctSiloEntriesKey. ");
    }

    [Fact]
    public async Task Require_TheTablesAreGone_IsRefused()
    {
        await _database.ExecuteAsync("DROP SCHEMA orleans_batch_cluster CASCADE");

        await Should.ThrowAsync<SchemaMismatchException>(
            async () => await OrleansTables.RequireAsync(_database.Database, default));
    }

    [Fact]
    public async Task Write_TwoFirstWritesOfOneStateAtOnce_TheSecondFails()
    {
        await using var first = await OpenAsync();
        await using var second = await OpenAsync();
        await using var transaction = await first.BeginTransactionAsync();
        await WriteAsync(first);
        var late = WriteAsync(second);
        await Eventually.TrueAsync(
            async () => late.IsCompleted || await _database.ScalarAsync<bool>(
                "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'Orleans.Batch cluster')"));

        await transaction.CommitAsync();

        (await Should.ThrowAsync<PostgresException>(late)).SqlState.ShouldBe(PostgresErrorCodes.UniqueViolation);
        (await _database.ScalarAsync<long>("SELECT count(*) FROM orleans_batch_cluster.orleansstorage")).ShouldBe(1);
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(OrleansTables.ConnectionString(_database.ConnectionString));
        await connection.OpenAsync();
        return connection;
    }

    // As Orleans' query WriteToStorageKey does, which names no schema.
    private static async Task WriteAsync(NpgsqlConnection connection)
    {
        await using var write = new NpgsqlCommand(
            "SELECT * FROM WriteToStorage(1, 2, 3, 4, 'sweep', 'w/1', 'service', NULL, '\\x00'::bytea)", connection);
        await write.ExecuteNonQueryAsync();
    }
}
