namespace Orleans.Batch.PostgreSql.Proposals;

/// <summary>Finds the episodes that name a node.</summary>
internal static class NamingEpisodes
{
    /// <summary>Selects the episode_uuid of those that name the node p.node_uuid; one can be there several times.</summary>
    public const string OfNode =
        """
        SELECT episode_uuid FROM fact WHERE source_node = p.node_uuid
        UNION ALL SELECT episode_uuid FROM fact WHERE target_node = p.node_uuid AND target_node <> source_node
        UNION ALL SELECT episode_uuid FROM fact_repeat WHERE source_node = p.node_uuid
        UNION ALL SELECT r.episode_uuid FROM fact f JOIN fact_repeat r ON r.source_node = f.source_node AND r.slot = f.slot
            AND r.target_node = f.target_node
            WHERE f.target_node = p.node_uuid AND f.target_node <> f.source_node
        UNION ALL SELECT episode_uuid FROM fact_repeat WHERE ends AND target_node = p.node_uuid AND target_node <> source_node
        UNION ALL SELECT episode_uuid FROM mention WHERE node_uuid = p.node_uuid
        """;
}
