using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.PostgreSql.Webhooks;

/// <summary>Removes messages, deliveries and attempts that are past their time.</summary>
internal sealed class WebhookRetention(Database database) : IWebhookRetention
{
    // The log's keys are nearly in the order of time: the oldest come first.
    private const string ForgetAttempts =
        """
        DELETE FROM webhook_attempt WHERE attempt_key = ANY (ARRAY(
            SELECT attempt_key FROM (SELECT attempt_key, at FROM webhook_attempt ORDER BY attempt_key LIMIT $1) oldest
            WHERE at < sql_now() - interval '30 days'))
        """;

    private const string ForgetDeliveries =
        $"""
        DELETE FROM webhook_delivery WHERE ctid = ANY (ARRAY(
            SELECT ctid FROM webhook_delivery WHERE state <> {Stored.DeliveryState.Due} AND ended_at < (SELECT sql_now() - interval '30 days')
            ORDER BY ended_at LIMIT $1 FOR UPDATE SKIP LOCKED))
        """;

    // Pending deliveries stay, however old they are.
    private const string ForgetMessages =
        """
        DELETE FROM outbox WHERE message_key = ANY (ARRAY(
            SELECT m.message_key FROM outbox m WHERE m.created_at < (SELECT sql_now() - interval '30 days')
              AND NOT EXISTS (SELECT FROM webhook_delivery d WHERE d.message_key = m.message_key)
            ORDER BY m.created_at LIMIT $1))
        """;

    /// <inheritdoc/>
    public ValueTask<bool> RemoveExpiredAsync(int limit, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var more = false;
            foreach (var step in (string[])[ForgetAttempts, ForgetDeliveries, ForgetMessages])
            {
                more |= await database.Background.Statement(step, (long)limit).RunAsync(cancellationToken) == limit;
            }

            return more;
        });
}
