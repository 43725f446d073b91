using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.TestKit.Facts;

/// <summary>
/// Whether graphs hold exactly the facts of their items in order of time. Whether these items are the right ones is checked by
/// <see cref="Promise.PromiseCheck"/>. Run it when no work is pending for the graphs.
/// </summary>
public static class GraphFactsCheck
{
    private const int ShownPerGraph = 8;

    private const string SelectGraphs =
        """
        SELECT coalesce(g.graph_id, u.user_id), g.graph_key,
            coalesce(nullif(trim(concat_ws(' ', u.first_name, u.last_name)), ''), u.user_id)
        FROM graph g LEFT JOIN memory_user u USING (graph_key)
        WHERE starts_with(coalesce(g.graph_id, u.user_id), $1) ORDER BY 1
        """;

    private const string SelectItems =
        """
        SELECT e.episode_uuid, d.data_type, d.content, e.reference_time, d.batch_key IS NULL, e.number::int, d.role, d.speaker
        FROM graph_episode e JOIN episode_data d USING (episode_uuid) WHERE e.graph_key = $1
        """;

    /// <summary>Every difference as text, and the number of facts.</summary>
    /// <param name="connectionString">The database the server used, which extracts by the rules (<c>deterministic</c>).</param>
    /// <param name="prefix">The prefix of the ids of the graphs, or of the ids of their users.</param>
    public static async Task<(IReadOnlyList<string> Wrong, int Facts)> RunAsync(string connectionString, string prefix)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = Database.SchemaName, Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        var wrong = new List<string>();
        var facts = 0;
        foreach (var (id, key, user) in await ReadAsync(connection, SelectGraphs, prefix, Graph))
        {
            var items = await ReadAsync(connection, SelectItems, key, row => (Episode: row.GetGuid(0), Item: Item(row)));
            var expected = new ExpectedGraph();
            foreach (var (_, item) in items)
            {
                await expected.AddAsync(item);
            }

            var stored = new StoredGraph(connection, key, items.ToDictionary(i => i.Episode, i => i.Item.Order));
            var told = await stored.FactsAsync();
            facts += told.Count;
            wrong.AddRange(Differences(id, "fact", told, expected.Facts));

            // A user has a node from the start.
            var names = user is null ? expected.Names : expected.Names.Append(user).Distinct().Order(StringComparer.Ordinal).ToList();
            wrong.AddRange(Differences(id, "node", await stored.NamesAsync(), names));
        }

        return (wrong, facts);
    }

    private static IEnumerable<string> Differences(string graph, string kind, IReadOnlyList<string> stored, IReadOnlyList<string> expected)
    {
        foreach (var one in expected.Except(stored).Take(ShownPerGraph))
        {
            yield return $"graph {graph}: its items say, and it does not: {kind} {one}";
        }

        foreach (var one in stored.Except(expected).Take(ShownPerGraph))
        {
            yield return $"graph {graph}: it says, and its items do not: {kind} {one}";
        }

        if (stored.Count != stored.Distinct().Count())
        {
            yield return $"graph {graph}: it says something twice: {kind} {stored.GroupBy(s => s).First(s => s.Count() > 1).Key}";
        }
    }

    private static (string Id, long Key, string? User) Graph(NpgsqlDataReader row) =>
        (row.GetString(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetString(2));

    private static GraphItem Item(NpgsqlDataReader row) => new(
        (DataType)row.GetInt16(1),
        row.GetString(2),
        row.GetFieldValue<DateTimeOffset>(3),
        row.GetBoolean(4),
        row.GetInt32(5),
        row.IsDBNull(6) ? null : (RoleType)row.GetInt16(6),
        row.IsDBNull(7) ? null : row.GetString(7));

    private static async Task<List<T>> ReadAsync<T>(NpgsqlConnection connection, string sql, object value, Func<NpgsqlDataReader, T> read)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = value } } };
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await row.ReadAsync())
        {
            rows.Add(read(row));
        }

        return rows;
    }
}
