namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// Shared parts of statements over facts. Data that depends on a row is looked up laterally with a limit: one index
/// probe each, independent of the planner's estimates for tables that have just grown a thousandfold.
/// </summary>
internal static class FactSql
{
    /// <summary>How many edges, nodes or episodes of one node, episode or document are listed at most.</summary>
    public const int RelatedLimit = 1_000;

    /// <summary>How many assertions of each kind are read to find a node's episodes.</summary>
    public const int NodeAssertionLimit = 200;

    /// <summary>The fact of the id $1; a repeat represents the fact it supports, an end the fact it ended.</summary>
    public const string Resolve =
        """
        SELECT fact_uuid FROM fact WHERE fact_uuid = $1
        UNION ALL
        SELECT f.fact_uuid FROM fact_repeat r CROSS JOIN LATERAL (
            SELECT fact_uuid FROM fact
            WHERE source_node = r.source_node AND slot = r.slot AND (valid_at, ord) < (r.valid_at, r.ord)
            ORDER BY valid_at DESC, ord DESC LIMIT 1) f
        WHERE r.fact_uuid = $1
        """;

    /// <summary>The assertions r of a fact_repeat that support the fact f: between it and its end.</summary>
    public const string Supports =
        """
        r.source_node = f.source_node AND r.slot = f.slot AND NOT r.ends
        AND (r.valid_at, r.ord) > (f.valid_at, f.ord)
        AND (f.invalid_at IS NULL OR (r.valid_at, r.ord) < (f.invalid_at, f.end_ord))
        """;

    /// <summary>The assertions that name a node n: (assertion, episode_uuid), a bounded number of each kind.</summary>
    public const string NodeAssertions =
        $"""
        (SELECT fact_uuid AS assertion, episode_uuid FROM fact WHERE source_node = n.node_uuid LIMIT 200)
        UNION ALL
        (SELECT fact_uuid, episode_uuid FROM fact WHERE target_node = n.node_uuid AND target_node <> source_node LIMIT 200)
        UNION ALL
        (SELECT fact_uuid, episode_uuid FROM fact_repeat WHERE source_node = n.node_uuid LIMIT 200)
        UNION ALL
        (SELECT r.fact_uuid, r.episode_uuid
         FROM (SELECT * FROM fact WHERE target_node = n.node_uuid AND target_node <> source_node LIMIT 200) f
         CROSS JOIN LATERAL (SELECT * FROM fact_repeat r WHERE {Supports} LIMIT 200) r LIMIT 200)
        UNION ALL
        (SELECT mention_uuid, episode_uuid FROM mention WHERE node_uuid = n.node_uuid ORDER BY mention_uuid DESC LIMIT 200)
        """;

    /// <summary>
    /// The current values of a node n: (name, value). The last fact of each slot is the one that may hold now; they are
    /// found by skipping from slot to slot, so a value that changed a million times costs no more than one that did not.
    /// </summary>
    public const string NodeValues =
        """
        WITH RECURSIVE last AS (
            (SELECT slot, name, value, valid_at, ord, invalid_at FROM fact WHERE source_node = n.node_uuid
             ORDER BY slot DESC, valid_at DESC, ord DESC LIMIT 1)
            UNION ALL
            SELECT next.* FROM last CROSS JOIN LATERAL (
                SELECT slot, name, value, valid_at, ord, invalid_at FROM fact
                WHERE source_node = n.node_uuid AND slot < last.slot
                ORDER BY slot DESC, valid_at DESC, ord DESC LIMIT 1) next)
        SELECT lower(name) AS name, value, valid_at, ord
        FROM (SELECT * FROM last LIMIT 1000) bounded WHERE value IS NOT NULL AND invalid_at IS NULL
        LIMIT 100
        """;

    /// <summary>Joins what a caller wrote about the fact f, as d.</summary>
    public const string WrittenOfFact =
        "LEFT JOIN LATERAL (SELECT text, attributes FROM written_detail WHERE object_uuid = f.fact_uuid LIMIT 1) d ON true";

    /// <summary>Selects edges as <see cref="FactRows.ReadEdge"/> expects them, in the order of $1.</summary>
    public const string Edges =
        $"""
        SELECT f.fact_uuid, f.name, f.value, f.valid_at, f.invalid_at, f.expired_at, f.created_at,
            f.source_node, s.name, s.labels, f.target_node, t.name, t.labels,
            ARRAY[f.episode_uuid] || array(
                SELECT r.episode_uuid FROM fact_repeat r WHERE {Supports} ORDER BY r.valid_at, r.ord LIMIT 99),
            d.text, d.attributes
        FROM unnest($1::uuid[]) WITH ORDINALITY w(fact_uuid, position)
        CROSS JOIN LATERAL (SELECT * FROM fact WHERE fact_uuid = w.fact_uuid LIMIT 1) f
        LEFT JOIN LATERAL (SELECT name, labels FROM node WHERE node_uuid = f.source_node LIMIT 1) s ON true
        LEFT JOIN LATERAL (SELECT name, labels FROM node WHERE node_uuid = f.target_node LIMIT 1) t ON true
        {WrittenOfFact}
        ORDER BY w.position
        """;

    /// <summary>Selects nodes as <see cref="FactRows.ReadNode"/> expects them, in the order of $1.</summary>
    public const string Nodes =
        $"""
        SELECT n.node_uuid, n.name, n.labels, n.created_at, v.names, v.values, a.assertions, a.episodes,
            coalesce(nullif(d.text, ''), m.content), d.attributes
        FROM unnest($1::uuid[]) WITH ORDINALITY w(node_uuid, position)
        CROSS JOIN LATERAL (SELECT * FROM node WHERE node_uuid = w.node_uuid LIMIT 1) n
        CROSS JOIN LATERAL (
            SELECT array_agg(name ORDER BY name, valid_at, ord) AS names, array_agg(value ORDER BY name, valid_at, ord) AS values
            FROM ({NodeValues}) v) v
        CROSS JOIN LATERAL (
            SELECT array_agg(assertion) AS assertions, array_agg(episode_uuid) AS episodes FROM ({NodeAssertions}) a) a
        LEFT JOIN LATERAL (SELECT text, attributes FROM written_detail WHERE object_uuid = n.node_uuid LIMIT 1) d ON true
        LEFT JOIN LATERAL (SELECT content FROM summary WHERE subject_uuid = n.node_uuid LIMIT 1) m ON true
        ORDER BY w.position
        """;
}
