using System.Globalization;
using Npgsql;
using Orleans.Batch.Facts;
using Shouldly;

namespace Orleans.Batch.TestKit.Facts;

/// <summary>The facts of a graph, read from the tables, in the words of <see cref="ExpectedGraph"/>.</summary>
public sealed class StoredGraph(NpgsqlConnection connection, long graphKey, IReadOnlyDictionary<Guid, int> orders)
{
    private const int NotThere = -1; // an episode that is not in the graph but still has facts

    private const string SelectFacts =
        """
        SELECT lower(s.name), f.name, coalesce(f.value, lower(t.name)), f.valid_at, f.invalid_at,
               array_prepend(f.episode_uuid, ARRAY(
                   SELECT r.episode_uuid FROM fact_repeat r
                   WHERE r.source_node = f.source_node AND r.slot = f.slot AND NOT r.ends
                     AND (r.valid_at, r.ord) > (f.valid_at, f.ord)
                     AND (f.invalid_at IS NULL OR (r.valid_at, r.ord) < (f.invalid_at, f.end_ord)))),
               (f.invalid_at IS NULL) = (f.expired_at IS NULL)
        FROM fact f JOIN node s ON s.node_uuid = f.source_node JOIN node t ON t.node_uuid = f.target_node
        WHERE f.fact_uuid >= $1 AND f.fact_uuid < $2
        """;

    internal static string Word(string fact, DateTimeOffset from, DateTimeOffset? to, IEnumerable<int> orders) => string.Create(
        CultureInfo.InvariantCulture, $"{fact} {from:yyyy-MM-dd HH:mm:ss.ffffff}..{to:yyyy-MM-dd HH:mm:ss.ffffff} [{string.Join(' ', orders)}]");

    /// <summary>The facts, in alphabetical order.</summary>
    public async Task<IReadOnlyList<string>> FactsAsync()
    {
        var facts = new List<string>();
        await using var command = Command(SelectFacts);
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            row.GetBoolean(6).ShouldBeTrue("an end is learned when it is there, and only then");
            facts.Add(Word(
                $"{row.GetString(0)} {row.GetString(1)} {row.GetString(2)}",
                row.GetFieldValue<DateTimeOffset>(3),
                row.IsDBNull(4) ? null : row.GetFieldValue<DateTimeOffset>(4),
                row.GetFieldValue<Guid[]>(5).Select(e => orders.GetValueOrDefault(e, NotThere)).Distinct().Order()));
        }

        return [.. facts.Order(StringComparer.Ordinal)];
    }

    /// <summary>The names of the nodes, in alphabetical order.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync()
    {
        var names = new List<string>();
        await using var command = Command("SELECT name FROM node WHERE node_uuid >= $1 AND node_uuid < $2");
        await using var row = await command.ExecuteReaderAsync();
        while (await row.ReadAsync())
        {
            names.Add(row.GetString(0));
        }

        return [.. names.Order(StringComparer.Ordinal)];
    }

    private NpgsqlCommand Command(string sql) => new(sql, connection)
    {
        Parameters = { new() { Value = GraphBoundId.First(graphKey) }, new() { Value = GraphBoundId.Beyond(graphKey) } },
    };
}
