using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Graphs;

namespace Orleans.Batch.PostgreSql.Facts;

/// <summary>
/// Brings the search index up to date where a commit changes which assertion of a timeline begins a fact: the index reads a graph once,
/// in the order of its episodes, and may be past them. No effect on graphs that are not in the index.
/// </summary>
internal static class FactIndex
{
    // $1 the graphs of the facts $2.
    private const string Add =
        $"""
        {SearchIndexStore.AddFacts}
        FROM unnest($1, $2) w(graph_key, fact_uuid)
        CROSS JOIN LATERAL (SELECT graph_key FROM search_progress WHERE graph_key = w.graph_key LIMIT 1) p
        CROSS JOIN LATERAL (SELECT * FROM fact WHERE fact_uuid = w.fact_uuid LIMIT 1) f
        {SearchIndexStore.WithWords}
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Adds the statements to a batch, behind those that change the facts; none where none changed.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="begun">The ids of facts that begin.</param>
    /// <param name="gone">The ids of facts that no longer do.</param>
    public static void AddTo(NpgsqlBatch batch, IReadOnlyCollection<Guid> begun, IReadOnlyCollection<Guid> gone)
    {
        if (gone.Count > 0)
        {
            batch.BatchCommands.Add(new(SearchIndexStore.DeleteDocuments) { Parameters = { Graphs(gone), Ids(gone), new() { Value = (short)0 } } });
        }

        if (begun.Count > 0)
        {
            batch.BatchCommands.Add(new(Add) { Parameters = { Graphs(begun), Ids(begun) } });
        }
    }

    private static NpgsqlParameter Graphs(IEnumerable<Guid> ids) =>
        GraphRows.Array(ids.Order().Select(GraphBoundId.GraphKey).ToArray(), NpgsqlDbType.Bigint);

    private static NpgsqlParameter Ids(IEnumerable<Guid> ids) => GraphRows.Array(ids.Order().ToArray(), NpgsqlDbType.Uuid);
}
