using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.TestKit.PostgreSql;

/// <summary>
/// Holds whoever adds items in the middle: from the moment on at which there are so many, no batch takes another one or
/// changes until this is disposed. However quick the loader is, it is not through by then.
/// </summary>
public sealed class HeldAdds : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private HeldAdds(NpgsqlConnection connection) => _connection = connection;

    /// <summary>How many items there are.</summary>
    public long Items { get; private set; }

    /// <summary>Waits until there are so many, or a few calls' items more.</summary>
    /// <param name="connectionString">The database of the server.</param>
    /// <param name="items">In all batches.</param>
    public static async Task<HeldAdds> AtAsync(string connectionString, long items)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = Database.SchemaName, Pooling = false, CommandTimeout = 0 };
        var held = new HeldAdds(new NpgsqlConnection(settings.ConnectionString));
        await held._connection.OpenAsync();

        // Who adds and who looks wait for the same lock, each in its turn: between two looks there is a call of each caller.
        await Eventually.TrueAsync(async () =>
        {
            var seen = -1L;
            while (held.Items != seen && held.Items < items)
            {
                seen = held.Items;

                // In one message: however slow we are, nobody adds for longer than it takes to wait for the lock again.
                await held.RunAsync("ROLLBACK; BEGIN; LOCK TABLE batch IN SHARE MODE");
                held.Items = await held.RunAsync("SELECT coalesce(sum(item_count), 0)::bigint FROM batch");
            }

            return held.Items >= items;
        });
        return held;
    }

    /// <summary>Lets them go on.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<long> RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return await command.ExecuteScalarAsync() is long number ? number : 0;
    }
}
