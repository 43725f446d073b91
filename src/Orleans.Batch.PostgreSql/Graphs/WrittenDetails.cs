using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>What callers wrote about nodes and facts themselves, beside what items state.</summary>
internal static class WrittenDetails
{
    /// <summary>Deletes those of the assertions in ranges of ids: $1 the first of each, $2 the first beyond it.</summary>
    public const string DeleteRanges =
        """
        DELETE FROM written_detail WHERE object_uuid = ANY(ARRAY(
            SELECT d.object_uuid FROM unnest($1::uuid[], $2::uuid[]) w(first, beyond) CROSS JOIN LATERAL (
                SELECT object_uuid FROM written_detail WHERE object_uuid >= w.first AND object_uuid < w.beyond
                ORDER BY object_uuid LIMIT 100000) d))
        """;

    /// <summary>Deletes those of the nodes or facts $1.</summary>
    public const string Delete = "DELETE FROM written_detail WHERE object_uuid = ANY($1)";

    private const string Select = "SELECT object_uuid, text, attributes FROM written_detail WHERE object_uuid = ANY($1)";

    private const string Upsert =
        """
        INSERT INTO written_detail (object_uuid, text, attributes) SELECT * FROM unnest($1, $2, $3)
        ON CONFLICT (object_uuid) DO UPDATE SET text = excluded.text, attributes = excluded.attributes, edited = true
        """;

    /// <summary>Marks a fact as edited by a caller: no other extraction replaces it.</summary>
    public static async ValueTask MarkAsync(NpgsqlConnection connection, Guid fact, CancellationToken cancellationToken) =>
        await connection
            .Statement("INSERT INTO written_detail (object_uuid) VALUES ($1) ON CONFLICT (object_uuid) DO UPDATE SET edited = true", fact)
            .RunAsync(cancellationToken);

    /// <summary>Adds to what is known of nodes or facts of a graph that the caller holds locked.</summary>
    public static async ValueTask MergeAsync(
        NpgsqlConnection connection, IEnumerable<WrittenDetail> details, CancellationToken cancellationToken)
    {
        var changes = details.Where(d => d.Text is not null || d.Attributes is not null).ToList();
        if (changes.Count == 0)
        {
            return;
        }

        var merged = (await connection
            .Statement(Select, changes.Select(d => d.Uuid).Distinct().ToArray())
            .RowsAsync(r => new WrittenDetail(r.GetGuid(0), r.Text(1), r.Json(2)), cancellationToken)).ToDictionary(d => d.Uuid);
        foreach (var change in changes)
        {
            var known = merged.GetValueOrDefault(change.Uuid, new WrittenDetail(change.Uuid, null, null));
            merged[change.Uuid] = new WrittenDetail(
                change.Uuid, change.Text ?? known.Text, JsonMerge.Apply(known.Attributes, change.Attributes));
        }

        var rows = merged.Values.OrderBy(d => d.Uuid).ToList();
        await using var upsert = new NpgsqlCommand(Upsert, connection)
        {
            Parameters =
            {
                new() { Value = rows.Select(d => d.Uuid).ToArray() },
                new() { Value = rows.Select(d => d.Text).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text },
                new()
                {
                    Value = rows.Select(d => d.Attributes?.Value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
                },
            },
        };
        await upsert.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>What a caller wrote about a node or a fact.</summary>
/// <param name="Uuid">The node or the fact.</param>
/// <param name="Text">A node's summary, or a fact's sentence; null leaves it as it is.</param>
/// <param name="Attributes">Attributes to merge; null for none.</param>
internal sealed record WrittenDetail(Guid Uuid, string? Text, JsonText? Attributes);
