using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Webhooks;

public sealed partial class WebhookStore
{
    private const long DeleteStep = 10_000;

    private const string Update =
        $"""
        UPDATE webhook_endpoint SET
            url = coalesce($2, url),
            description = coalesce($3, description),
            events = coalesce($4, events),
            enabled = coalesce($5, enabled),
            disabled_reason = CASE WHEN $5 OR enabled THEN NULL ELSE disabled_reason END,
            failing_since = CASE WHEN $5 THEN NULL ELSE failing_since END,
            updated_at = sql_now()
        WHERE endpoint_key = $1
        RETURNING {EndpointColumns}
        """;

    // Pending deliveries of an endpoint end when it is disabled; recovering restores them.
    private const string FailDue =
        $"""
        UPDATE webhook_delivery SET state = {Stored.DeliveryState.Failed}, taken_at = NULL, ended_at = sql_now() WHERE endpoint_key = $1 AND state = {Stored.DeliveryState.Due}
        """;

    /// <inheritdoc/>
    public ValueTask<WebhookEndpoint?> UpdateAsync(
        ProjectId project, Guid endpointId, WebhookEndpointFields fields, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                var (key, wasEnabled) = await LockEndpointAsync(connection, project, endpointId, cancellationToken);
                if (key == 0)
                {
                    return null;
                }

                var endpoint = await connection
                    .Statement(Update, key, fields.Url, fields.Description, fields.Events?.Distinct().ToArray(), fields.Enabled)
                    .RowAsync(ReadEndpoint, cancellationToken);
                if (wasEnabled && fields.Enabled == false)
                {
                    await connection.Statement(FailDue, key).Long().RunAsync(cancellationToken);
                }

                return endpoint;
            },
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken)
    {
        // Disabled first, so that no more is queued; emptied in steps, so that no commit waits for a long cascade.
        var key = await database.WriteAsync(
            connection => connection
                .Statement(
                    """
                    UPDATE webhook_endpoint SET enabled = false WHERE project_key = $1 AND endpoint_uuid = $2
                    RETURNING endpoint_key
                    """,
                    project.Value, endpointId)
                .RowAsync(r => r.GetInt64(0), cancellationToken),
            cancellationToken);
        if (key == 0)
        {
            return false;
        }

        await EmptyAsync("webhook_delivery", "message_key", key, cancellationToken);
        await EmptyAsync("webhook_attempt", "attempt_key", key, cancellationToken);
        return await RunAsync("DELETE FROM webhook_endpoint WHERE endpoint_key = $1", cancellationToken, key) > 0;
    }

    private async ValueTask EmptyAsync(string table, string order, long endpointKey, CancellationToken cancellationToken)
    {
        var step =
            $"""
            DELETE FROM {table} WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM {table} WHERE endpoint_key = $1 ORDER BY {order} LIMIT $2 FOR UPDATE))
            """;
        while (await RunAsync(step, cancellationToken, endpointKey, DeleteStep) == DeleteStep)
        {
            // There may be more.
        }
    }

    private ValueTask<int> RunAsync(string sql, CancellationToken cancellationToken, params object?[] values) =>
        database.WriteAsync(connection => connection.Statement(sql, values).Long().RunAsync(cancellationToken), cancellationToken);
}
