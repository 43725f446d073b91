namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>The statements of a search.</summary>
internal static class SearchSql
{
    /// <summary>How many facts, nodes or episodes that the index lacks are read, newest first.</summary>
    public const int TailRows = 2_000;

    /// <summary>$1 graph, $2 query, $3 ids of the nodes that the query may name.</summary>
    public const string Plan =
        $"""
        SELECT s.last_number, coalesce((SELECT through FROM search_progress WHERE graph_key = $1), -1),
            array(SELECT lexeme FROM unnest(to_tsvector('pg_catalog.english', $2)) ORDER BY positions[1] LIMIT 32),
            array(SELECT node_uuid FROM node WHERE node_uuid = ANY($3) LIMIT 20),
            u.user_key IS NOT NULL, {UserRows.NameColumns}
        FROM graph_state s LEFT JOIN LATERAL (SELECT * FROM memory_user WHERE graph_key = $1 LIMIT 1) u ON true
        WHERE s.graph_key = $1
        """;

    /// <summary>
    /// The documents of graph $1 and kind $2 that have the rarest of the words $3, and most of them; at most $5. A word is
    /// looked up $4 times at most, and not by itself if by the statistics thousands have it, because an index scan
    /// cannot stop early: then only together with a rarer one, as are words that prove to be common. Reading the statistics
    /// takes several milliseconds, so $6 is false for a graph that is too small for them. A word is worth
    /// the more the fewer of the $7 episodes, or of the documents, have it. The first row has no document, but in how
    /// many documents each word is, at least.
    /// </summary>
    public const string Documents =
        $"""
        WITH spread AS MATERIALIZED (
            SELECT e.term, e.freq FROM pg_stats s CROSS JOIN LATERAL unnest(
                s.most_common_elems::text::bigint[], s.most_common_elem_freqs) e(term, freq)
            WHERE s.schemaname = '{Sql.Database.SchemaName}' AND s.tablename = 'search_document' AND s.attname = 'terms' AND $6),
        word AS MATERIALIZED (
            SELECT t.term, t.i, coalesce(c.reltuples * s.freq, 0) AS df,
                row_number() OVER (ORDER BY coalesce(c.reltuples * s.freq, 0), t.i) AS place
            FROM (SELECT search_term($1, $2, lexeme) AS term, i FROM unnest($3::text[]) WITH ORDINALITY q(lexeme, i) WHERE i <= 16) t
            LEFT JOIN LATERAL (SELECT freq FROM spread WHERE spread.term = t.term LIMIT 1) s ON true
            CROSS JOIN (SELECT reltuples FROM pg_class WHERE oid = 'search_document'::regclass) c),
        hit AS MATERIALIZED (
            SELECT w.term, w.df, d.doc_uuid, d.terms FROM (SELECT * FROM word WHERE df < 5000 OR place = 1 OFFSET 0) w CROSS JOIN LATERAL (
                SELECT doc_uuid, terms FROM search_document
                WHERE terms @> ARRAY[w.term] AND graph_key = $1 AND kind = $2 LIMIT $4) d),
        found AS MATERIALIZED (SELECT term, count(*) AS found FROM hit GROUP BY term),
        count AS MATERIALIZED (
            SELECT w.term, w.i, w.place, w.df, greatest(w.df, f.found, 1) AS count, coalesce(f.found >= $4, true) AS common
            FROM word w LEFT JOIN found f USING (term)),
        weight AS MATERIALIZED (SELECT *, ln(1 + greatest($7, max(count) OVER ()) / count) AS weight FROM count),
        both_of AS (
            SELECT d.doc_uuid, d.terms FROM (
                SELECT a.term AS a, b.term AS b FROM weight a JOIN weight b ON a.place < b.place
                WHERE a.common AND b.common AND (a.df < 50000 OR b.place = 2) ORDER BY a.place, b.place LIMIT 6) p
            CROSS JOIN LATERAL (
                SELECT doc_uuid, terms FROM search_document
                WHERE terms @> ARRAY[p.a, p.b] AND graph_key = $1 AND kind = $2 LIMIT $4 / 4) d),
        document AS MATERIALIZED (
            SELECT DISTINCT ON (doc_uuid) doc_uuid, terms FROM (
                SELECT doc_uuid, terms FROM hit UNION ALL SELECT doc_uuid, terms FROM both_of) d)
        SELECT NULL, array_agg(count::bigint ORDER BY i) FROM weight
        UNION ALL
        (SELECT doc_uuid, NULL FROM document d
         ORDER BY (SELECT sum(w.weight) FROM weight w WHERE w.term = ANY(d.terms)) DESC LIMIT $5)
        """;

    /// <summary>Which of the words $2 the text of x has, and how many distinct words it has in all.</summary>
    public const string Match =
        """
        CROSS JOIN LATERAL (SELECT search_lexemes(x.content) AS lexemes OFFSET 0) l
        CROSS JOIN LATERAL (
            SELECT coalesce(bit_or(1::bigint << (q.i - 1)::int), 0) AS words
            FROM unnest($2::text[]) WITH ORDINALITY q(lexeme, i) WHERE q.lexeme = ANY(l.lexemes)) m
        """;

    /// <summary>
    /// Facts among candidates, with the words they have: $1 the graph's first id, $2 words, $3 named nodes and others whose
    /// facts are wanted even without these words, $4 documents found, $5 the first id beyond the graph. {0} selects further
    /// candidates, {1} is the filter.
    /// Documents lead to the facts of their slot: a fact may have another beginning by now, and with it another id.
    /// </summary>
    public const string Facts =
        $$"""
        WITH slot AS MATERIALIZED (
            SELECT DISTINCT f.source_node, f.slot FROM unnest($4::uuid[]) w(id) CROSS JOIN LATERAL (
                SELECT source_node, slot FROM fact WHERE fact_uuid = w.id
                UNION ALL SELECT source_node, slot FROM fact_repeat WHERE fact_uuid = w.id LIMIT 1) f),
        candidate AS (
            {0}
            UNION SELECT unnest($4::uuid[])
            UNION SELECT f.fact_uuid FROM slot s CROSS JOIN LATERAL (
                SELECT fact_uuid FROM fact WHERE source_node = s.source_node AND slot = s.slot
                ORDER BY valid_at DESC, ord DESC LIMIT 5) f
            UNION SELECT f.fact_uuid FROM unnest($3::uuid[]) w(node_uuid) CROSS JOIN LATERAL (
                (SELECT fact_uuid FROM fact WHERE source_node = w.node_uuid LIMIT 200)
                UNION ALL
                (SELECT fact_uuid FROM fact WHERE target_node = w.node_uuid AND target_node <> source_node LIMIT 200)) f)
        SELECT f.fact_uuid, m.words, cardinality(l.lexemes), f.valid_at, f.invalid_at IS NULL,
            f.source_node, f.target_node, f.episode_uuid,
            f.name IN ('NAME', 'FULL_NAME', 'DISPLAY_NAME', 'FIRST_NAME', 'LAST_NAME', 'TITLE', 'USERNAME', 'EMAIL')
        FROM candidate c
        CROSS JOIN LATERAL (SELECT * FROM fact WHERE fact_uuid = c.fact_uuid AND fact_uuid >= $1 AND fact_uuid < $5 LIMIT 1) f
        LEFT JOIN LATERAL (SELECT name FROM node WHERE node_uuid = f.source_node LIMIT 1) s ON true
        LEFT JOIN LATERAL (SELECT name FROM node WHERE node_uuid = f.target_node LIMIT 1) t ON true
        {{FactSql.WrittenOfFact}}
        CROSS JOIN LATERAL (SELECT fact_words(s.name, f.name, t.name, f.value, d.text) AS content OFFSET 0) x
        {{Match}}
        WHERE (m.words <> 0 OR f.source_node = ANY($3) OR f.target_node = ANY($3)) AND {1}
        """;

    /// <summary>
    /// Nodes among candidates: $1 the graph's first id, $2 words, $3 nodes wanted even without these words, $5 the first id
    /// beyond the graph.
    /// </summary>
    public const string Nodes =
        $$"""
        WITH candidate AS ({0} UNION SELECT unnest($3::uuid[]))
        SELECT n.node_uuid, m.words, cardinality(l.lexemes), n.named_at, true, n.node_uuid, n.node_uuid, n.node_uuid, false
        FROM candidate c
        CROSS JOIN LATERAL (SELECT * FROM node WHERE node_uuid = c.node_uuid AND node_uuid >= $1 AND node_uuid < $5 LIMIT 1) n
        CROSS JOIN LATERAL (SELECT n.name || ' ' || array_to_string(n.labels, ' ') AS content OFFSET 0) x
        {{Match}}
        WHERE (m.words <> 0 OR n.node_uuid = ANY($3)) AND {1}
        """;
}
