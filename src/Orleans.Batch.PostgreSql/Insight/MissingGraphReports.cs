using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Insight;

/// <summary>The missing standalone graphs that made items of a batch fail.</summary>
internal static class MissingGraphReports
{
    // By the index of codes; then one probe per item, and one per graph.
    private const string ReadMissing =
        $"""
        WITH missing AS MATERIALIZED (
            SELECT i.destination_id, min(o.sequence) AS first, count(*)::int AS items
            FROM (SELECT sequence FROM item_outcome WHERE batch_key = $1 AND code = $3 ORDER BY sequence LIMIT $4) o
            CROSS JOIN LATERAL (SELECT destination_id, destination_kind FROM batch_item
                                WHERE batch_key = $1 AND sequence = o.sequence LIMIT 1) i
            WHERE i.destination_kind = {Stored.DestinationKind.Graph}
            GROUP BY i.destination_id)
        SELECT m.destination_id, m.items FROM missing m
        LEFT JOIN LATERAL (SELECT true AS made FROM graph WHERE project_key = $2 AND graph_id = m.destination_id LIMIT 1) g ON true
        WHERE g.made IS NULL ORDER BY m.first LIMIT $5
        """;

    /// <summary>Reads the graphs.</summary>
    public static async ValueTask<MissingGraphs> ReadAsync(
        NpgsqlConnection connection, long key, ProjectId project, CancellationToken cancellationToken)
    {
        var graphs = await connection
            .Statement(
                ReadMissing, key, project.Value, ErrorCodes.GraphNotFound, (long)MissingGraphs.MaxScanned, MissingGraphs.MaxListed + 1L)
            .RowsAsync(r => new MissingGraph(r.GetString(0), r.GetInt32(1)), cancellationToken);
        return new MissingGraphs(
            [.. graphs.Take(MissingGraphs.MaxListed)], graphs.Count <= MissingGraphs.MaxListed);
    }
}
