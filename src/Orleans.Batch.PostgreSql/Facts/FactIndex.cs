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
    // $1 and $2 the facts that are gone, with their graphs; $3 and $4 those that begin.
    private const string Update =
        $"""
        WITH gone AS (
            DELETE FROM search_document WHERE ctid = ANY(ARRAY(
                SELECT d.ctid FROM unnest($1, $2) w(graph_key, fact_uuid)
                CROSS JOIN LATERAL (SELECT ctid FROM search_document
                                    WHERE graph_key = w.graph_key AND kind = 0 AND doc_uuid = w.fact_uuid LIMIT 1) d)))
        {SearchIndexStore.AddFactsOfGraphs}
        FROM unnest($3, $4) w(graph_key, fact_uuid)
        CROSS JOIN LATERAL (SELECT graph_key FROM search_progress WHERE graph_key = w.graph_key LIMIT 1) p
        CROSS JOIN LATERAL (SELECT * FROM fact WHERE fact_uuid = w.fact_uuid LIMIT 1) f
        {SearchIndexStore.WithWords}
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Adds the statement to a batch, behind those that change the facts; nothing where none changed.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="begun">The ids of facts that begin.</param>
    /// <param name="gone">The ids of facts that no longer do.</param>
    public static void AddTo(NpgsqlBatch batch, IReadOnlyCollection<Guid> begun, IReadOnlyCollection<Guid> gone)
    {
        if (begun.Count + gone.Count > 0)
        {
            batch.BatchCommands.Add(new(Update) { Parameters = { Graphs(gone), Ids(gone), Graphs(begun), Ids(begun) } });
        }
    }

    private static NpgsqlParameter Graphs(IEnumerable<Guid> ids) =>
        GraphRows.Array(ids.Order().Select(GraphBoundId.GraphKey).ToArray(), NpgsqlDbType.Bigint);

    private static NpgsqlParameter Ids(IEnumerable<Guid> ids) => GraphRows.Array(ids.Order().ToArray(), NpgsqlDbType.Uuid);
}
