using Npgsql;

namespace Orleans.Batch.TestKit.Promise;

/// <summary>A batch in the tables.</summary>
internal sealed record StoredBatch(
    long Key, BatchStatus Status, int ItemCount, int Succeeded, int Failed, int Skipped, int Canceled, int OpenLanes, int BegunLanes, int Messages, bool CancelRequested)
{
    public const string Select =
        """
        SELECT b.batch_key, b.status, b.item_count, coalesce(p.succeeded, 0), coalesce(p.failed, 0), coalesce(p.skipped, 0),
               coalesce(p.canceled, 0),
               (SELECT count(*)::int FROM lane l WHERE l.lane_key >> 20 = b.batch_key AND l.state = 0),
               coalesce(p.begun, 0), (SELECT count(*)::int FROM outbox m 
                WHERE m.subject = b.batch_uuid AND m.event_name = 'ingest.batch.completed'),
               b.cancel_requested_at IS NOT NULL
        FROM batch b
        LEFT JOIN (SELECT batch_key, sum(succeeded)::int AS succeeded, sum(failed)::int AS failed,
                          sum(skipped)::int AS skipped, sum(canceled)::int AS canceled, sum(lanes_begun)::int AS begun
                   FROM batch_progress GROUP BY batch_key) p USING (batch_key)
        WHERE b.batch_uuid = $1
        """;

    public bool Ended => Status > BatchStatus.Invalid;

    public static StoredBatch Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        (BatchStatus)row.GetInt16(1),
        row.GetInt32(2),
        row.GetInt32(3),
        row.GetInt32(4),
        row.GetInt32(5),
        row.GetInt32(6),
        row.GetInt32(7),
        row.GetInt32(8),
        row.GetInt32(9),
        row.GetBoolean(10));
}
