using Microsoft.Extensions.Options;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.PostgreSql.Webhooks;

/// <summary>The outbox by message: test messages, and messages to be delivered again.</summary>
internal sealed class OutboxStore(Database database, IOptions<WebhookOptions> options) : IOutboxStore
{
    private const string AddTest =
        """
        WITH message AS (
            INSERT INTO outbox (message_uuid, project_key, event_name, subject, payload)
            SELECT $2, w.project_key, $3, $2, json_strip_nulls(json_build_object(
                'event_name', $3,
                'account_uuid', p.project_uuid,
                'project_uuid', p.project_uuid,
                'endpoint_id', w.endpoint_uuid,
                'occurred_at', to_char(sql_now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))::text
            FROM webhook_endpoint w JOIN project p USING (project_key) WHERE w.endpoint_key = $1
            RETURNING message_key)
        INSERT INTO webhook_delivery (message_key, endpoint_key, shard, next_attempt_at)
        SELECT message_key, $1, $1 % $4, sql_now() FROM message
        RETURNING shard
        """;

    // A delivery that is being sent stays with its sender.
    private const string Again =
        $"""
        UPDATE webhook_delivery d SET
            state = {Stored.DeliveryState.Due},
            attempts = CASE WHEN d.state = {Stored.DeliveryState.Due} THEN d.attempts ELSE 0 END,
            next_attempt_at = t.now,
            taken_at = NULL,
            ended_at = NULL
        FROM (SELECT sql_now() AS now OFFSET 0) t
        """;

    private const string Resend =
        $"""
        {Again}, webhook_endpoint w
        WHERE d.message_key = $1 AND w.endpoint_key = d.endpoint_key AND w.enabled
          AND NOT (d.state = {Stored.DeliveryState.Due} AND d.taken_at IS NOT NULL AND d.next_attempt_at > t.now)
        RETURNING d.shard
        """;

    // By the time at which the message was written: a receiver's owner knows the times of its outage.
    private const string Recover =
        $"""
        {Again}, outbox m
        WHERE d.endpoint_key = $1 AND d.state = {Stored.DeliveryState.Failed} AND m.message_key = d.message_key
          AND m.created_at >= $2 AND m.created_at < $3
        RETURNING d.shard
        """;

    /// <inheritdoc/>
    public ValueTask<(Guid MessageId, int Shard)?> AddTestAsync(
        ProjectId project, Guid endpointId, CancellationToken cancellationToken) =>
        database.WriteAsync<(Guid, int)?>(
            async connection =>
            {
                if (await EnabledAsync(connection, project, endpointId, cancellationToken) is not { } key)
                {
                    return null;
                }

                var message = Guid.CreateVersion7();
                return (message, await connection
                    .Statement(AddTest, key, message, WebhookEvents.Test, (long)options.Value.Shards)
                    .RowAsync(r => r.GetInt16(0), cancellationToken));
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<int>?> ResendAsync(ProjectId project, Guid messageId, CancellationToken cancellationToken) =>
        database.WriteAsync<IReadOnlyList<int>?>(
            async connection =>
            {
                var key = await connection
                    .Statement("SELECT message_key FROM outbox WHERE project_key = $1 AND message_uuid = $2", project.Value, messageId)
                    .RowAsync(r => r.GetInt64(0), cancellationToken);
                return key == 0
                    ? null
                    : await connection.Statement(Resend, key).RowsAsync(r => (int)r.GetInt16(0), cancellationToken);
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<(int Messages, int Shard)?> RecoverAsync(
        ProjectId project, Guid endpointId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) =>
        database.WriteAsync<(int, int)?>(
            async connection =>
            {
                if (await EnabledAsync(connection, project, endpointId, cancellationToken) is not { } key)
                {
                    return null;
                }

                var shards = await connection
                    .Statement(Recover, key, since.ToUniversalTime(), until.ToUniversalTime()).Long()
                    .RowsAsync(r => r.GetInt16(0), cancellationToken);
                return (shards.Count, shards.Count > 0 ? shards[0] : 0);
            },
            cancellationToken);

    private static async ValueTask<long?> EnabledAsync(
        WriteTransaction connection, ProjectId project, Guid endpointId, CancellationToken cancellationToken)
    {
        var (key, enabled) = await EndpointRows.LockAsync(connection, project, endpointId, cancellationToken);
        return key == 0 ? null
            : enabled ? key
            : throw BatchServiceException.Conflict(
                ErrorCodes.EndpointDisabled, $"webhook endpoint {endpointId} is disabled; enable it first");
    }
}
