using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>
/// Whether an item still counts as loaded: its episode is in the graph that its destination names now, or is on its way
/// there. An item that failed, was canceled or deleted does not count. The last attempt decides, as everywhere.
/// </summary>
internal static class ItemLiveness
{
    /// <summary>
    /// Joins what <see cref="IsAlive"/> and <see cref="Draft"/> read to <c>h.episode_uuid</c>: one index
    /// probe each, independent of the statistics of the tables.
    /// </summary>
    public static readonly string Joins =
        $"""
        LEFT JOIN LATERAL (SELECT project_key, batch_key, sequence FROM episode_data
                           WHERE episode_uuid = h.episode_uuid LIMIT 1) d ON true
        LEFT JOIN LATERAL (SELECT retry_key, retry_sequence FROM item_retry
                           WHERE episode_uuid = h.episode_uuid ORDER BY retry_key DESC LIMIT 1) r ON true
        CROSS JOIN LATERAL (SELECT coalesce(r.retry_key, d.batch_key) AS batch_key,
                                   coalesce(r.retry_sequence, d.sequence) AS sequence OFFSET 0) a
        LEFT JOIN LATERAL (SELECT destination_kind, destination_id FROM batch_item
                           WHERE batch_key = a.batch_key AND sequence = a.sequence LIMIT 1) i ON true
        {DestinationJoins.For("i", project: "d.project_key")}
        LEFT JOIN LATERAL (SELECT true AS ingested FROM graph_episode
                           WHERE graph_key = {DestinationJoins.GraphKey}
                             AND episode_uuid = h.episode_uuid LIMIT 1) e ON true
        LEFT JOIN LATERAL (SELECT batch_uuid, status FROM batch WHERE batch_key = a.batch_key LIMIT 1) b ON true
        LEFT JOIN LATERAL (SELECT true AS ended FROM item_outcome
                           WHERE batch_key = a.batch_key AND sequence = a.sequence LIMIT 1) o ON true
        LEFT JOIN LATERAL (SELECT lane_key, position FROM lane_item
                           WHERE batch_key = a.batch_key AND sequence = a.sequence LIMIT 1) li ON true
        LEFT JOIN LATERAL (SELECT state, cursor FROM lane WHERE lane_key = li.lane_key LIMIT 1) l ON true
        """;

    /// <summary>A condition over <see cref="Joins"/>; never null.</summary>
    public const string IsAlive =
        $"""
        (e.ingested IS NOT NULL OR (o.ended IS NULL AND coalesce(
            b.status IN ({Stored.BatchStatus.Draft}, {Stored.BatchStatus.Queued})
            OR (b.status = {Stored.BatchStatus.Processing} AND l.state <> {Stored.LaneState.Canceled} AND li.position >= l.cursor),
            false)))
        """;

    /// <summary>The draft that holds a living item; null if none does.</summary>
    public const string Draft = $"CASE WHEN b.status = {Stored.BatchStatus.Draft} AND e.ingested IS NULL THEN b.batch_uuid END";
}
