using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.TestKit.PostgreSql;

/// <summary>
/// Blocks all adding of items in the middle of a load: once there are so many items, no batch takes another one or
/// changes until this is disposed. The loader cannot be finished by then.
/// </summary>
public sealed class HeldAdds : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private HeldAdds(NpgsqlConnection connection) => _connection = connection;

    /// <summary>The number of items.</summary>
    public long Items { get; private set; }

    /// <summary>Waits until there is this number of items, or those of a few calls more.</summary>
    /// <param name="connectionString">The database of the server.</param>
    /// <param name="items">The number of items, in all batches.</param>
    public static async Task<HeldAdds> AtAsync(string connectionString, long items)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = Database.SchemaName, Pooling = false, CommandTimeout = 0 };
        var held = new HeldAdds(new NpgsqlConnection(settings.ConnectionString));
        await held._connection.OpenAsync();

        // Adding and counting wait for the same lock, in turn: between two counts there is a call of each caller.
        await Eventually.TrueAsync(async () =>
        {
            var seen = -1L;
            while (held.Items != seen && held.Items < items)
            {
                seen = held.Items;

                // In one message: otherwise adding could continue while this waits for the lock again.
                await held.RunAsync("ROLLBACK; BEGIN; LOCK TABLE batch IN SHARE MODE");
                held.Items = await held.RunAsync("SELECT coalesce(sum(item_count), 0)::bigint FROM batch");
            }

            return held.Items >= items;
        });
        return held;
    }

    /// <summary>Releases the lock.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<long> RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return await command.ExecuteScalarAsync() is long number ? number : 0;
    }
}
