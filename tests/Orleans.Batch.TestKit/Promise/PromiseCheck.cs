using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.TestKit.Promise;

/// <summary>
/// Checks the promise by the answers to clients and by the tables. Run it when every processed batch
/// has ended; it reports all violations.
/// </summary>
public static class PromiseCheck
{
    /// <summary>All violations as text; empty if the promise was kept.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string connectionString, Ledger ledger)
    {
        await using var database = Open(connectionString);
        var wrong = new List<string>(ledger.Misbehaviour);
        foreach (var told in ledger.Batches)
        {
            var found = await ReadAsync(database, StoredBatch.Select, StoredBatch.Read, told.BatchId);
            if (found is not [var batch])
            {
                wrong.Add($"lost: batch {told.BatchId} was acknowledged and is not there");
                continue;
            }

            var items = await ReadAsync(database, StoredItem.Select, StoredItem.Read, batch.Key);
            wrong.AddRange(BatchCheck.Run(told, batch, items).Select(w => $"batch {told.BatchId}: {w}"));
        }

        wrong.AddRange(await OutOfOrderAsync(database));
        return wrong;
    }

    /// <summary>
    /// Every graph whose episodes are not in the order of their batches' process calls and of the items in them.
    /// </summary>
    public static async Task<IReadOnlyList<string>> CheckOrderAsync(string connectionString)
    {
        await using var database = Open(connectionString);
        return await OutOfOrderAsync(database);
    }

    /// <summary>Fails with all violations.</summary>
    /// <param name="connectionString">The database the server used.</param>
    /// <param name="ledger">The answers to clients.</param>
    /// <param name="context">Information for a failure, such as the seed.</param>
    public static async Task ShouldHoldAsync(string connectionString, Ledger ledger, string context)
    {
        var wrong = await RunAsync(connectionString, ledger);
        if (wrong.Count > 0)
        {
            throw new PromiseBrokenException(
                $"{context}: {wrong.Count} violations\n{string.Join('\n', wrong.Take(40))}");
        }
    }

    // Tables that have just grown have no statistics: a nested loop over 50,000 items takes minutes.
    private static NpgsqlDataSource Open(string connectionString) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = Database.SchemaName, Pooling = false, Options = "-c enable_nestloop=off -c jit=off",
        }.ConnectionString);

    // The order of a graph is that of its numbers; a batch's position in it is that of its process call. A retried episode
    // has the position of the last attempt.
    private static async Task<IReadOnlyList<string>> OutOfOrderAsync(NpgsqlDataSource database) =>
        await ReadAsync(
            database,
            """
            SELECT 'order: episode ' || episode_uuid || ' of graph ' || graph_key || ' comes after a later one'
            FROM (SELECT g.graph_key, g.episode_uuid, (b.process_number, i.sequence) AS place,
                         lag((b.process_number, i.sequence)) OVER (PARTITION BY g.graph_key ORDER BY g.number) AS before
                  FROM graph_episode g
                  JOIN (SELECT DISTINCT ON (episode_uuid) * FROM batch_item ORDER BY episode_uuid, batch_key DESC) i USING (episode_uuid)
                  JOIN batch b USING (batch_key)) e
            WHERE before > place LIMIT 20
            """,
            row => row.GetString(0));

    private static async Task<List<T>> ReadAsync<T>(
        NpgsqlDataSource database, string sql, Func<NpgsqlDataReader, T> read, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 120;
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}

/// <summary>The promise was not kept.</summary>
public sealed class PromiseBrokenException(string message) : Exception(message);
