namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>The statements of a search for episodes.</summary>
internal static class EpisodeSearchSql
{
    /// <summary>All indexed episodes that have one of the words: for small graphs.</summary>
    public const string WithAnyWord =
        "SELECT doc_uuid, terms FROM search_document WHERE terms && (SELECT terms FROM word) AND graph_key = $1 AND kind = 2";

    /// <summary>The indexed episodes $3.</summary>
    public const string OfDocuments =
        "SELECT doc_uuid, terms FROM search_document WHERE graph_key = $1 AND kind = 2 AND doc_uuid = ANY($3)";

    /// <summary>
    /// Episodes of graph $1 that have one of the words $2, among candidates. Only the text of an episode that is not in the index
    /// is taken apart. An episode may be returned twice.
    /// </summary>
    public const string Hits =
        """
        WITH word AS MATERIALIZED (
            SELECT array_agg(search_term($1, 2, lexeme) ORDER BY i) AS terms FROM unnest($2::text[]) WITH ORDINALITY q(lexeme, i)),
        candidate(episode_uuid, terms) AS ({0})
        SELECT e.episode_uuid, m.words, cardinality(x.terms), e.reference_time, true,
            e.episode_uuid, e.episode_uuid, e.episode_uuid, false
        FROM word w CROSS JOIN candidate c
        CROSS JOIN LATERAL (SELECT * FROM graph_episode WHERE graph_key = $1 AND episode_uuid = c.episode_uuid LIMIT 1) e
        CROSS JOIN LATERAL (
            SELECT coalesce(c.terms, array(
                SELECT search_term($1, 2, l) FROM episode_data d
                CROSS JOIN LATERAL unnest(search_lexemes(coalesce(d.speaker, '') || ' ' || d.content)) l
                WHERE d.episode_uuid = e.episode_uuid)) AS terms
            OFFSET 0) x
        CROSS JOIN LATERAL (
            SELECT coalesce(bit_or(1::bigint << (q.i - 1)::int), 0) AS words
            FROM unnest(w.terms) WITH ORDINALITY q(term, i) WHERE q.term = ANY(x.terms)) m
        WHERE m.words <> 0 AND {1}
        """;

    /// <summary>
    /// The episodes $2 of graph $1 with the turns around them: thread, speaker, whether the words $3 have one of the speaker's
    /// name, and, of the episodes themselves, the turns before and after. {0} is the filter.
    /// </summary>
    public const string Turns =
        """
        WITH hit AS MATERIALIZED (
            SELECT e.episode_uuid, b.episode_uuid AS before, a.episode_uuid AS after
            FROM unnest($2::uuid[]) w(episode_uuid)
            CROSS JOIN LATERAL (SELECT * FROM graph_episode WHERE graph_key = $1 AND episode_uuid = w.episode_uuid LIMIT 1) e
            LEFT JOIN LATERAL (
                SELECT episode_uuid FROM graph_episode
                WHERE thread_key = e.thread_key AND (reference_time, number) < (e.reference_time, e.number)
                ORDER BY reference_time DESC, number DESC LIMIT 1) b ON true
            LEFT JOIN LATERAL (
                SELECT episode_uuid FROM graph_episode
                WHERE thread_key = e.thread_key AND (reference_time, number) > (e.reference_time, e.number)
                ORDER BY reference_time, number LIMIT 1) a ON true)
        SELECT e.episode_uuid, e.reference_time, e.thread_key, d.speaker, search_lexemes(coalesce(d.speaker, '')) && $3,
            h.before, h.after
        FROM (SELECT episode_uuid FROM hit UNION SELECT before FROM hit UNION SELECT after FROM hit) t
        LEFT JOIN hit h USING (episode_uuid)
        CROSS JOIN LATERAL (SELECT * FROM graph_episode WHERE graph_key = $1 AND episode_uuid = t.episode_uuid LIMIT 1) e
        CROSS JOIN LATERAL (SELECT * FROM episode_data WHERE episode_uuid = e.episode_uuid LIMIT 1) d
        WHERE {0}
        """;
}
