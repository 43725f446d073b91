using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>The facts that begin with the episodes of items.</summary>
internal static class ItemFactQueries
{
    /// <summary>
    /// In a statement with a parameter batch, joins items to the place of an episode that facts were made from. The graph is
    /// the one that the destination names now: lanes may be gone.
    /// </summary>
    public static readonly string Place =
        $"""
        {DestinationJoins.For("item", project: "(SELECT project_key FROM batch WHERE batch_key = @batch)")}
        LEFT JOIN LATERAL (
            SELECT graph_key AS e_graph, number AS e_number FROM graph_episode
            WHERE item.item_status = {Stored.ItemStatus.Succeeded} AND graph_key = {DestinationJoins.GraphKey}
              AND episode_uuid = item.episode_uuid AND extraction <> {Stored.ExtractionMode.StoreOnly} LIMIT 1) e ON true
        """;

    // One range of ids per episode. The limit is the possible maximum: it keeps each range a probe of the index.
    private static readonly string Facts =
        $"""
        SELECT w.position, f.fact_uuid, f.name, f.value, f.valid_at, f.invalid_at, s.name, t.name
        FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY w(low, high, position)
        CROSS JOIN LATERAL (
            SELECT * FROM fact WHERE fact_uuid >= w.low AND fact_uuid < w.high
            ORDER BY fact_uuid LIMIT {AssertionId.MaxPerEpisode}) f
        LEFT JOIN LATERAL (SELECT name FROM node WHERE node_uuid = f.source_node LIMIT 1) s ON true
        LEFT JOIN LATERAL (SELECT name FROM node WHERE node_uuid = f.target_node LIMIT 1) t ON true
        ORDER BY w.position, f.fact_uuid
        """;

    /// <summary>The result of the join <see cref="Place"/>; null if no facts were made.</summary>
    public static (long Graph, long Number)? ReadPlace(NpgsqlDataReader row) =>
        row.Maybe<long>(row.GetOrdinal("e_graph")) is { } graph ? (graph, row.GetInt64(row.GetOrdinal("e_number"))) : null;

    /// <summary>The facts of the episodes at some places, by index of the place, in the order of their assertion.</summary>
    public static async ValueTask<ILookup<int, ItemFact>> FindAsync(
        NpgsqlConnection connection, IReadOnlyList<(long Graph, long Number)?> places, CancellationToken cancellationToken)
    {
        int[] with = [.. Enumerable.Range(0, places.Count).Where(i => places[i] is not null)];
        if (with.Length == 0)
        {
            return Array.Empty<int>().ToLookup(i => i, _ => default(ItemFact)!);
        }

        var command = connection.Statement(
            Facts,
            with.Select(i => AssertionId.Create(places[i]!.Value.Graph, places[i]!.Value.Number, 0)).ToArray(),
            with.Select(i => AssertionId.Create(places[i]!.Value.Graph, places[i]!.Value.Number + 1, 0)).ToArray());
        var rows = await command.RowsAsync(r => (Index: with[r.GetInt64(0) - 1], Fact: Read(r)), cancellationToken);
        return rows.ToLookup(r => r.Index, r => r.Fact);
    }

    private static ItemFact Read(NpgsqlDataReader r)
    {
        var name = r.GetString(2);
        return new ItemFact(
            r.GetGuid(1),
            name,
            FactText.Format(r.Text(6) ?? "", name, r.Text(7) ?? "", r.Text(3)),
            r.Instant(4),
            r.Maybe<DateTimeOffset>(5));
    }
}
