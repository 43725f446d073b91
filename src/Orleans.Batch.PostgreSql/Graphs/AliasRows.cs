using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Names that mean an entity of another name.</summary>
internal static class AliasRows
{
    /// <summary>Deletes those of the nodes $1, which no longer exist.</summary>
    public const string Delete = "DELETE FROM entity_alias WHERE alias_node = ANY($1) OR node_uuid = ANY($1)";

    private const int MaxListed = 1_000;

    private const string List =
        "SELECT alias_node, name, created_at FROM entity_alias WHERE node_uuid = $1 AND NOT rejected ORDER BY name, alias_node LIMIT $2";

    private const string Reject =
        "UPDATE entity_alias SET rejected = true WHERE alias_node = $2 AND node_uuid = $1 AND NOT rejected";

    // An entity that is an alias itself leads on to what it means.
    private const string Select =
        """
        SELECT a.name, n.name, n.labels, a.rejected
        FROM unnest($1::uuid[]) w(alias_node)
        CROSS JOIN LATERAL (SELECT * FROM entity_alias WHERE alias_node = w.alias_node LIMIT 1) a
        LEFT JOIN LATERAL (
            SELECT node_uuid FROM entity_alias WHERE alias_node = a.node_uuid AND NOT rejected AND NOT a.rejected LIMIT 1) f ON true
        CROSS JOIN LATERAL (SELECT name, labels FROM node WHERE node_uuid = coalesce(f.node_uuid, a.node_uuid) LIMIT 1) n
        """;

    // What was said first stays. What a caller took back does not come again; the name may mean another entity.
    private const string Insert =
        """
        INSERT INTO entity_alias AS e (alias_node, node_uuid, name)
        SELECT alias, node, name FROM unnest($1, $2, $3) a(alias, node, name) ORDER BY alias
        ON CONFLICT (alias_node) DO UPDATE SET node_uuid = excluded.node_uuid, rejected = false, created_at = excluded.created_at
        WHERE e.rejected AND e.node_uuid <> excluded.node_uuid
        """;

    /// <summary>The aliases among names of nodes.</summary>
    public static ValueTask<List<KnownAlias>> ReadAsync(
        NpgsqlConnection connection, Guid[] named, CancellationToken cancellationToken) =>
        connection.Statement(Select, named).RowsAsync(
            r => new KnownAlias(
                r.GetString(0), new Entity(r.GetString(1), r.GetFieldValue<string[]>(2).FirstOrDefault()), r.GetBoolean(3)),
            cancellationToken);

    /// <summary>Those of a node.</summary>
    public static ValueTask<List<NodeAlias>> ListAsync(
        NpgsqlDataSource source, Guid nodeUuid, CancellationToken cancellationToken) =>
        source.Statement(List, nodeUuid, MaxListed)
            .RowsAsync(r => new NodeAlias(r.GetGuid(0), r.GetString(1), r.Instant(2)), cancellationToken);

    /// <summary>Takes one of a node back; false where there is none.</summary>
    public static async ValueTask<bool> RejectAsync(
        NpgsqlConnection connection, Guid nodeUuid, Guid aliasUuid, CancellationToken cancellationToken) =>
        await connection.Statement(Reject, nodeUuid, aliasUuid).RunAsync(cancellationToken) > 0;

    /// <summary>Adds the statement that keeps aliases.</summary>
    public static void AddTo(NpgsqlBatch batch, IEnumerable<ResolvedAlias> aliases)
    {
        var rows = aliases.DistinctBy(static a => a.Alias).ToList();
        if (rows.Count > 0)
        {
            batch.BatchCommands.Add(new(Insert)
            {
                Parameters =
                {
                    new() { Value = rows.Select(a => a.Alias).ToArray() },
                    new() { Value = rows.Select(a => a.Node).ToArray() },
                    new() { Value = rows.Select(a => a.Name).ToArray() },
                },
            });
        }
    }
}
