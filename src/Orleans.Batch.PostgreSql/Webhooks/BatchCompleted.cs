using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Webhooks;

/// <summary>
/// The message that a batch has ended: one per batch, for every outcome, and one delivery per subscribed endpoint.
/// </summary>
internal static class BatchCompleted
{
    /// <summary>
    /// Parts of a WITH over <c>ended (batch_key, batch_uuid, project_key, completed_at)</c>; $1 is the message's UUID, $2 the
    /// number of shards. <c>delivery (shard)</c> has the queued deliveries. The endpoints are locked against deletion, so
    /// that a delivery never refers to a deleted one.
    /// </summary>
    public const string Parts =
        """
        message AS (
            INSERT INTO outbox (message_uuid, project_key, event_name, subject, payload)
            SELECT $1, e.project_key, 'ingest.batch.completed', e.batch_uuid, json_strip_nulls(json_build_object(
                'event_name', 'ingest.batch.completed',
                'account_uuid', p.project_uuid,
                'project_uuid', p.project_uuid,
                'batch_id', e.batch_uuid,
                'completed_at', to_char(e.completed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'facts', coalesce(c.facts, 0),
                'entities', coalesce(c.entities, 0)))::text
            FROM ended e JOIN project p USING (project_key)
            CROSS JOIN (
                SELECT sum(facts)::bigint AS facts, sum(entities)::bigint AS entities
                FROM batch_progress WHERE batch_key = (SELECT batch_key FROM ended)) c
            RETURNING message_key, project_key),
        endpoint AS (
            SELECT w.endpoint_key FROM webhook_endpoint w
            WHERE w.project_key = (SELECT project_key FROM ended) AND w.enabled AND 'ingest.batch.completed' = ANY (w.events)
            FOR KEY SHARE),
        delivery AS (
            INSERT INTO webhook_delivery (message_key, endpoint_key, shard, next_attempt_at)
            SELECT m.message_key, w.endpoint_key, w.endpoint_key % $2, t.now
            FROM (SELECT sql_now() AS now OFFSET 0) t, message m, endpoint w
            RETURNING shard)
        """;

    private const string OfBatch =
        $"""
        WITH ended AS (SELECT batch_key, batch_uuid, project_key, completed_at FROM batch WHERE batch_key = $3),
        {Parts}
        SELECT shard FROM delivery
        """;

    /// <summary>Writes message and deliveries of a batch that ended by separate statements.</summary>
    /// <returns>The shards of the deliveries.</returns>
    public static ValueTask<List<short>> WriteAsync(
        NpgsqlConnection connection, long batchKey, int shards, CancellationToken cancellationToken) => connection
        .Statement(OfBatch, Guid.CreateVersion7(), (long)shards, batchKey)
        .RowsAsync(r => r.GetInt16(0), cancellationToken);
}
