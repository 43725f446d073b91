using Npgsql;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>
/// Keeps everything that is being ingested where it is, for as long as a test looks at it: writers wait for a lock, reads
/// go on. Disposing lets them go.
/// </summary>
internal sealed class HeldIngestion : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private HeldIngestion(NpgsqlConnection connection) => _connection = connection;

    public static async Task<HeldIngestion> BeginAsync(TestDatabase database)
    {
        // Unpooled: disposing ends it, and the lock with it.
        var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false;Command Timeout=120");
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand("BEGIN; LOCK TABLE orleans_batch.graph_state IN EXCLUSIVE MODE", connection);
        await hold.ExecuteNonQueryAsync();
        return new HeldIngestion(connection);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
