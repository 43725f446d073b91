using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Webhooks;

/// <summary>
/// The message that an import has ended: one per import, for every outcome, and one delivery per subscribed endpoint. The endpoints are
/// locked against deletion, so that a delivery never refers to a deleted one.
/// </summary>
internal static class ImportCompleted
{
    private const string Write =
        """
        WITH message AS (
            INSERT INTO outbox (message_uuid, project_key, event_name, subject, payload)
            SELECT $1, i.project_key, $4, i.import_uuid, json_strip_nulls(json_build_object(
                'event_name', $4,
                'account_uuid', p.project_uuid,
                'project_uuid', p.project_uuid,
                'import_id', i.import_uuid,
                'name', i.name,
                'source', i.source,
                'status', $5::text,
                'completed_at', to_char(i.completed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'batches', $6::int,
                'total_items', $7::bigint,
                'succeeded_items', $8::bigint,
                'failed_items', $9::bigint,
                'skipped_items', $10::bigint,
                'canceled_items', $11::bigint,
                'unextracted_items', $12::bigint,
                'facts', $13::bigint,
                'entities', $14::bigint))::text
            FROM import i JOIN project p USING (project_key) WHERE i.import_key = $3
            ON CONFLICT (event_name, subject) DO NOTHING
            RETURNING message_key, project_key),
        endpoint AS (
            SELECT w.endpoint_key FROM webhook_endpoint w
            WHERE w.project_key = (SELECT project_key FROM message) AND w.enabled AND $4 = ANY (w.events)
            FOR KEY SHARE),
        delivery AS (
            INSERT INTO webhook_delivery (message_key, endpoint_key, shard, next_attempt_at)
            SELECT m.message_key, w.endpoint_key, w.endpoint_key % $2, t.now
            FROM (SELECT sql_now() AS now OFFSET 0) t, message m, endpoint w
            RETURNING shard)
        SELECT shard FROM delivery
        """;

    /// <summary>Writes message and deliveries of an import that has ended.</summary>
    /// <returns>The shards of the deliveries.</returns>
    public static async ValueTask<IReadOnlyList<short>> WriteAsync(
        NpgsqlConnection connection, long importKey, ImportSummary import, int shards, CancellationToken cancellationToken)
    {
        var counts = import.Progress;
        return await connection
            .Statement(
                Write,
                Guid.CreateVersion7(),
                (long)shards,
                importKey,
                WebhookEvents.ImportCompleted,
                import.Status.ToString().ToLowerInvariant(),
                import.Parts.Total,
                counts.TotalItems,
                counts.SucceededItems,
                counts.FailedItems,
                counts.SkippedItems,
                counts.CanceledItems,
                counts.UnextractedItems,
                counts.Facts,
                counts.Entities)
            .RowsAsync(r => r.GetInt16(0), cancellationToken);
    }
}
