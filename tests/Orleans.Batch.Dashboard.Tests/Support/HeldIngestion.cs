using Npgsql;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>
/// Stops all ingestion until it is disposed, while a test checks the state: writers wait for a lock, reads
/// continue.
/// </summary>
internal sealed class HeldIngestion : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private HeldIngestion(NpgsqlConnection connection) => _connection = connection;

    public static async Task<HeldIngestion> BeginAsync(TestDatabase database)
    {
        // Unpooled: disposing ends the session, and the lock with it.
        var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false;Command Timeout=120");
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand("BEGIN; LOCK TABLE orleans_batch.graph_state IN EXCLUSIVE MODE", connection);
        await hold.ExecuteNonQueryAsync();
        return new HeldIngestion(connection);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
