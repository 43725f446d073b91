using Npgsql;

namespace Orleans.Batch.TestKit.Promise;

/// <summary>An item in the tables.</summary>
internal sealed record StoredItem(
    int Sequence, Guid Episode, string Destination, string? Content, ItemStatus? Outcome, string? Code, int InGraphs)
{
    public const string Select =
        """
        SELECT i.sequence, i.episode_uuid, i.destination_id, e.content,
               coalesce(o.status, CASE WHEN (l.state = 2 AND li.position >= l.cursor) OR (b.status = 7 AND b.lane_count IS NULL)
                                       THEN 6::smallint END),
               o.code,
               CASE WHEN r.retry_key IS NULL THEN coalesce(g.graphs, 0) ELSE 0 END
        FROM batch_item i
        JOIN batch b USING (batch_key)
        LEFT JOIN episode_data e USING (episode_uuid)
        LEFT JOIN item_outcome o ON o.batch_key = i.batch_key AND o.sequence = i.sequence
        LEFT JOIN lane_item li ON li.batch_key = i.batch_key AND li.sequence = i.sequence
        LEFT JOIN lane l ON l.lane_key = li.lane_key
        LEFT JOIN item_retry r ON r.batch_key = i.batch_key AND r.sequence = i.sequence
        LEFT JOIN (SELECT episode_uuid, count(*)::int AS graphs FROM graph_episode GROUP BY episode_uuid) g ON g.episode_uuid = i.episode_uuid
        WHERE i.batch_key = $1 ORDER BY i.sequence
        """;

    public static StoredItem Read(NpgsqlDataReader row) => new(
        row.GetInt32(0),
        row.GetGuid(1),
        row.GetString(2),
        row.IsDBNull(3) ? null : row.GetString(3),
        row.IsDBNull(4) ? null : (ItemStatus)row.GetInt16(4),
        row.IsDBNull(5) ? null : row.GetString(5),
        row.GetInt32(6));

    /// <summary>Whether it succeeded, by both records of that.</summary>
    public bool Succeeded => Outcome is null && InGraphs == 1;
}
