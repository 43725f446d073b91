using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Proposals;

/// <summary>Reads what is stored of the facts of episodes in graphs that are locked.</summary>
internal static class EpisodeAssertions
{
    // $1 and $2 bound the ids of each episode's assertions.
    private const string Select =
        """
        SELECT a.fact_uuid, a.source_node, a.slot, a.valid_at, a.ord, a.target_node, a.name, a.value, a.ends,
               coalesce(d.edited, false), s.name, t.name, d.text
        FROM unnest($1::uuid[], $2::uuid[]) w(first, beyond)
        CROSS JOIN LATERAL (
            (SELECT fact_uuid, source_node, slot, valid_at, ord, target_node, name, value, false AS ends
             FROM fact WHERE fact_uuid >= w.first AND fact_uuid < w.beyond ORDER BY fact_uuid LIMIT 100000)
            UNION ALL
            (SELECT fact_uuid, source_node, slot, valid_at, ord, target_node, name, value, ends
             FROM fact_repeat WHERE fact_uuid >= w.first AND fact_uuid < w.beyond ORDER BY fact_uuid LIMIT 100000)) a
        LEFT JOIN LATERAL (SELECT text, edited FROM written_detail WHERE object_uuid = a.fact_uuid LIMIT 1) d ON true
        LEFT JOIN LATERAL (SELECT name FROM node WHERE node_uuid = a.source_node LIMIT 1) s ON true
        LEFT JOIN LATERAL (SELECT name FROM node WHERE node_uuid = a.target_node LIMIT 1) t ON true
        ORDER BY a.fact_uuid
        """;

    private const string SelectMentions =
        """
        SELECT m.mention_uuid, m.node_uuid FROM unnest($1::uuid[], $2::uuid[]) w(first, beyond) CROSS JOIN LATERAL (
            SELECT * FROM mention WHERE mention_uuid >= w.first AND mention_uuid < w.beyond ORDER BY mention_uuid LIMIT 100000) m
        """;

    /// <summary>The assertions by the numbers of their episodes, in the order of their ids; names of their nodes are added.</summary>
    public static async ValueTask<ILookup<long, StoredAssertion>> ReadAsync(
        NpgsqlConnection connection,
        long graphKey,
        IReadOnlyCollection<long> numbers,
        Dictionary<Guid, string> names,
        CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(connection, AssertionId.Ranges(graphKey, numbers), names, cancellationToken);
        return rows.ToLookup(r => AssertionId.Number(r.Id));
    }

    /// <summary>The assertions in ranges of ids, in the order of these.</summary>
    public static async ValueTask<List<StoredAssertion>> ReadAsync(
        NpgsqlConnection connection, (Guid[] First, Guid[] Beyond) ranges, Dictionary<Guid, string> names, CancellationToken cancellationToken) =>
        await connection.Statement(Select, ranges.First, ranges.Beyond).Long().RowsAsync(
            r =>
            {
                var assertion = new SlotAssertion(
                    new SlotKey(r.GetGuid(1), r.GetInt64(2)), r.GetDateTime(3), r.GetGuid(5), r.GetString(6), r.Text(7), r.GetBoolean(8), r.Text(12));
                names[assertion.Slot.Source] = r.Text(10) ?? "";
                names[assertion.Target] = r.Text(11) ?? "";
                return new StoredAssertion(r.GetGuid(0), r.GetInt64(4), assertion, r.GetBoolean(9));
            },
            cancellationToken);

    /// <summary>The mentions by the numbers of their episodes.</summary>
    public static async ValueTask<ILookup<long, (Guid Id, Guid Node)>> ReadMentionsAsync(
        NpgsqlConnection connection, long graphKey, IReadOnlyCollection<long> numbers, CancellationToken cancellationToken)
    {
        var rows = await ReadMentionsAsync(connection, AssertionId.Ranges(graphKey, numbers), cancellationToken);
        return rows.ToLookup(r => AssertionId.Number(r.Id));
    }

    /// <summary>The mentions in ranges of ids.</summary>
    public static async ValueTask<List<(Guid Id, Guid Node)>> ReadMentionsAsync(
        NpgsqlConnection connection, (Guid[] First, Guid[] Beyond) ranges, CancellationToken cancellationToken) =>
        await connection
            .Statement(SelectMentions, ranges.First, ranges.Beyond).Long()
            .RowsAsync(r => (Id: r.GetGuid(0), Node: r.GetGuid(1)), cancellationToken);
}
