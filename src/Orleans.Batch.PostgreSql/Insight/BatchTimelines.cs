using Npgsql;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Insight;

/// <summary>The times of a batch's events.</summary>
internal static class BatchTimelines
{
    private const string ReadTimes =
        """
        SELECT prepared_at,
            (SELECT episode_uuid FROM batch_item WHERE batch_key = $1 ORDER BY sequence LIMIT 1),
            (SELECT episode_uuid FROM batch_item WHERE batch_key = $1 ORDER BY sequence DESC LIMIT 1),
            ARRAY(SELECT batch_uuid FROM batch WHERE retry_of = b.batch_uuid AND project_key = b.project_key
                  AND batch_key > $1 ORDER BY batch_key LIMIT 20)
        FROM batch b WHERE batch_key = $1
        """;

    private const string ReadPauses =
        "SELECT paused_at, resumed_at FROM batch_pause WHERE batch_key = $1 ORDER BY paused_at DESC LIMIT 100";

    // Each event has at most one message; endpoints are kept by their deliveries.
    private const string ReadDeliveries =
        """
        SELECT m.event_name, w.endpoint_uuid, w.url, m.created_at, d.attempts, d.state, d.ended_at, d.next_attempt_at
        FROM unnest($2) e(event_name)
        CROSS JOIN LATERAL (SELECT * FROM outbox WHERE event_name = e.event_name AND subject = $1 LIMIT 1) m
        CROSS JOIN LATERAL (SELECT * FROM webhook_delivery WHERE message_key = m.message_key ORDER BY endpoint_key LIMIT 20) d
        CROSS JOIN LATERAL (SELECT endpoint_uuid, url FROM webhook_endpoint WHERE endpoint_key = d.endpoint_key LIMIT 1) w
        ORDER BY d.message_key, d.endpoint_key
        """;

    private static readonly string[] EventsOfBatches = [WebhookEvents.BatchFirstError, WebhookEvents.BatchCompleted];

    /// <summary>Reads the timeline.</summary>
    public static async ValueTask<BatchTimeline> ReadAsync(
        NpgsqlConnection connection, long key, BatchSummary batch, CancellationToken cancellationToken)
    {
        var pauses = await connection.Statement(ReadPauses, key).RowsAsync(
            r => new PausedTime(r.Instant(0), r.Maybe<DateTimeOffset>(1) ?? UnlessHeld(batch)), cancellationToken);
        pauses.Reverse();
        var deliveries = await connection.Statement(ReadDeliveries, batch.BatchId, EventsOfBatches)
            .RowsAsync(ReadDelivery, cancellationToken);
        var timeline = await connection.Statement(ReadTimes, key).RowAsync(
            r => new BatchTimeline
            {
                Batch = batch,
                PreparedAt = r.Maybe<DateTimeOffset>(0),
                FirstItemAt = r.Maybe<Guid>(1) is { } first ? EpisodeIds.TimeOf(first) : null,
                LastItemAt = r.Maybe<Guid>(2) is { } last ? EpisodeIds.TimeOf(last) : null,
                RetriedIn = r.GetFieldValue<Guid[]>(3),
                Pauses = pauses,
                Deliveries = deliveries,
            },
            cancellationToken);
        return timeline ?? new BatchTimeline { Batch = batch }; // removed meanwhile
    }

    private static BatchDelivery ReadDelivery(NpgsqlDataReader r)
    {
        var (attempts, ended) = (r.GetInt32(4), r.Maybe<DateTimeOffset>(6));
        return new BatchDelivery
        {
            EventName = r.GetString(0),
            EndpointId = r.GetGuid(1),
            Url = r.GetString(2),
            WrittenAt = r.Instant(3),
            Attempts = attempts,
            Delivered = (DeliveryState)r.GetInt16(5) == DeliveryState.Delivered,
            EndedAt = ended,
            NextAttemptAt = attempts == 0 || ended is not null ? null : r.Instant(7),
        };
    }

    private static DateTimeOffset? UnlessHeld(BatchSummary batch) =>
        batch.PausedAt is null ? batch.CancelRequestedAt ?? batch.CompletedAt ?? batch.UpdatedAt : null;
}
