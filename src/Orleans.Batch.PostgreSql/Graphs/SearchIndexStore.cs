using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Fills the search index, graph after graph.</summary>
internal sealed class SearchIndexStore(Database database) : ISearchIndexStore
{
    /// <summary>How many episodes of a graph the index may lack: a search reads through them.</summary>
    public const int IndexFrom = 200;

    private const int GraphsPerLook = 5_000;

    private const string LookForTails =
        """
        SELECT s.graph_key, s.last_number, coalesce(p.through, 0), p.through IS NULL
        FROM (SELECT * FROM graph_state WHERE graph_key > $1 ORDER BY graph_key LIMIT $2) s
        LEFT JOIN LATERAL (SELECT through FROM search_progress WHERE graph_key = s.graph_key LIMIT 1) p ON true
        ORDER BY s.graph_key
        """;

    // Waits for commits that did not see the row, whose changes of older facts the indexing must therefore see; later ones index their
    // own (FactIndex).
    private const string BeginGraph =
        """
        WITH graph AS (SELECT graph_key FROM graph_state WHERE graph_key = $1 FOR NO KEY UPDATE)
        INSERT INTO search_progress (graph_key, through) SELECT graph_key, 0 FROM graph ON CONFLICT DO NOTHING
        """;

    // One process at a time. The graph cannot be deleted while it is indexed, and accepts items meanwhile.
    private const string BeginIndexing =
        """
        SELECT pg_try_advisory_xact_lock(2, 0)
        FROM graph_state WHERE graph_key = $1 FOR KEY SHARE
        """;

    /// <summary>Adds the facts f of the graphs p to the index, with the rows that <see cref="WithWords"/> joins.</summary>
    public const string AddFacts =
        """
        INSERT INTO search_document (graph_key, kind, doc_uuid, terms)
        SELECT p.graph_key, 0, f.fact_uuid, array(
            SELECT search_term(p.graph_key, 0, l) FROM unnest(search_lexemes(fact_words(s.name, f.name, t.name, f.value, d.text))) l)
        """;

    /// <summary>Removes the documents $2 of the kind $3, with their graphs $1. They are never updated, so the ctid identifies them.</summary>
    public const string DeleteDocuments =
        """
        DELETE FROM search_document WHERE ctid = ANY(ARRAY(
            SELECT d.ctid FROM unnest($1::bigint[], $2::uuid[]) w(graph_key, doc_uuid)
            CROSS JOIN LATERAL (SELECT ctid FROM search_document
                                WHERE graph_key = w.graph_key AND kind = $3 AND doc_uuid = w.doc_uuid LIMIT 1) d))
        """;

    /// <summary>Joins the words of the fact f.</summary>
    public const string WithWords =
        $"""
        JOIN LATERAL (SELECT name FROM node WHERE node_uuid = f.source_node LIMIT 1) s ON true
        JOIN LATERAL (SELECT name FROM node WHERE node_uuid = f.target_node LIMIT 1) t ON true
        {FactSql.WrittenOfFact}
        """;

    private const string AddNodes =
        """
        INSERT INTO search_document (graph_key, kind, doc_uuid, terms)
        SELECT $1, 1, n.node_uuid, array(
            SELECT search_term($1, 1, l) FROM unnest(search_lexemes(n.name || ' ' || array_to_string(n.labels, ' '))) l)
        """;

    private const string IndexFacts =
        $"""
        {AddFacts}
        FROM (SELECT $1::bigint AS graph_key) p CROSS JOIN fact f
        {WithWords}
        WHERE f.fact_uuid >= $2 AND f.fact_uuid < $3
        ON CONFLICT DO NOTHING
        """;

    /// <summary>Indexes some nodes, if their graph $1 is in the index: $2 the nodes.</summary>
    public const string IndexSomeNodes =
        $"""
        {AddNodes}
        FROM search_progress p CROSS JOIN unnest($2::uuid[]) w(node_uuid)
        CROSS JOIN LATERAL (SELECT * FROM node WHERE node_uuid = w.node_uuid LIMIT 1) n
        WHERE p.graph_key = $1
        ON CONFLICT DO NOTHING
        """;

    // An end may name nodes that no fact does.
    private const string IndexNodes =
        $"""
        {AddNodes}
        FROM (
            SELECT source_node FROM fact WHERE fact_uuid >= $2 AND fact_uuid < $3
            UNION SELECT target_node FROM fact WHERE fact_uuid >= $2 AND fact_uuid < $3
            UNION SELECT source_node FROM fact_repeat WHERE fact_uuid >= $2 AND fact_uuid < $3 AND ends
            UNION SELECT target_node FROM fact_repeat WHERE fact_uuid >= $2 AND fact_uuid < $3 AND ends
            UNION SELECT node_uuid FROM mention WHERE mention_uuid >= $2 AND mention_uuid < $3) w(node_uuid)
        CROSS JOIN LATERAL (SELECT * FROM node WHERE node_uuid = w.node_uuid LIMIT 1) n
        ON CONFLICT DO NOTHING
        """;

    private const string IndexEpisodes =
        """
        INSERT INTO search_document (graph_key, kind, doc_uuid, terms)
        SELECT $1, 2, d.episode_uuid, array(
            SELECT search_term($1, 2, l) FROM unnest(search_lexemes(coalesce(d.speaker, '') || ' ' || d.content)) l)
        FROM (SELECT episode_uuid FROM graph_episode WHERE graph_key = $1 AND number > $2 AND number <= $3) e
        CROSS JOIN LATERAL (SELECT * FROM episode_data WHERE episode_uuid = e.episode_uuid LIMIT 1) d
        ON CONFLICT DO NOTHING
        """;

    // Does not overwrite the value of a process that has reset it meanwhile.
    private const string MoveProgress = "UPDATE search_progress SET through = $2 WHERE graph_key = $1 AND through = $3";

    // New entries are in a list that every search would read through.
    private const string MergeNew = "SELECT gin_clean_pending_list('search_document_terms'::regclass)";

    private const string AnyBatch = $"SELECT EXISTS (SELECT FROM batch WHERE status IN {Stored.BatchStatus.Unfinished})";

    private long _lookedThrough;
    private bool _foundThisRound;

    /// <inheritdoc/>
    public ValueTask<IndexStep> IndexAsync(int limit, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var (tail, more) = await NextTailAsync(cancellationToken);
            if (tail is { } found)
            {
                if (found.IsNew)
                {
                    await database.Background.Statement(BeginGraph, found.GraphKey).Long().RunAsync(cancellationToken);
                }

                var through = Math.Min(found.Last, found.Through + limit);
                more = await database.Background.TransactAsync(
                    connection => IndexAsync(connection, found.GraphKey, found.Through, through, cancellationToken), cancellationToken);
                await database.Background.Statement(MergeNew).Long().RunAsync(cancellationToken);
            }

            var busy = await database.Background.Statement(AnyBatch).RowAsync(r => r.GetBoolean(0), cancellationToken);
            return new IndexStep(more, busy);
        });

    // In turn over all graphs, so that a large one delays no other.
    private async ValueTask<((long GraphKey, long Last, long Through, bool IsNew)? Tail, bool More)> NextTailAsync(
        CancellationToken cancellationToken)
    {
        var graphs = await database.Background
            .Statement(LookForTails, _lookedThrough, (long)GraphsPerLook)
            .RowsAsync(r => (GraphKey: r.GetInt64(0), Last: r.GetInt64(1), Through: r.GetInt64(2), IsNew: r.GetBoolean(3)), cancellationToken);
        foreach (var graph in graphs)
        {
            _lookedThrough = graph.GraphKey;
            if (graph.Last > (graph.IsNew ? IndexFrom : graph.Through))
            {
                _foundThisRound = true;
                return (graph, true);
            }
        }

        if (graphs.Count == GraphsPerLook)
        {
            return (null, true);
        }

        // The pass ends; another one is due if this one found anything.
        var more = _foundThisRound;
        (_lookedThrough, _foundThisRound) = (0, false);
        return (null, more);
    }

    /// <returns>False if another process indexes the graph, or the graph is gone.</returns>
    private static async ValueTask<bool> IndexAsync(
        NpgsqlConnection connection, long graphKey, long after, long through, CancellationToken cancellationToken)
    {
        if (!await connection.Statement(BeginIndexing, graphKey).RowAsync(r => r.GetBoolean(0), cancellationToken))
        {
            return false;
        }

        await connection.Statement(ProbeOnly.Set).RunAsync(cancellationToken);
        var (first, beyond) = (AssertionId.Create(graphKey, after + 1, 0), AssertionId.Create(graphKey, through + 1, 0));
        await connection.Statement(IndexFacts, graphKey, first, beyond).Long().RunAsync(cancellationToken);
        await connection.Statement(IndexNodes, graphKey, first, beyond).Long().RunAsync(cancellationToken);
        await connection.Statement(IndexEpisodes, graphKey, after, through).Long().RunAsync(cancellationToken);
        await connection.Statement(MoveProgress, graphKey, through, after).RunAsync(cancellationToken);
        return true;
    }
}
