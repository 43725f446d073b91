using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Webhooks;

/// <summary>The rows of webhook endpoints. Lock order: the endpoint before its deliveries.</summary>
internal static class EndpointRows
{
    /// <summary>The columns that <see cref="Read"/> expects.</summary>
    public const string Columns =
        """
        endpoint_uuid, url, description, events, enabled, disabled_reason, failing_since, last_success_at, created_at,
        updated_at, endpoint_key
        """;

    /// <summary>Ends the pending deliveries of endpoint $1, which is disabled; recovering restores them.</summary>
    public const string FailDue =
        $"""
        UPDATE webhook_delivery SET state = {Stored.DeliveryState.Failed}, taken_at = NULL, ended_at = sql_now() WHERE endpoint_key = $1 AND state = {Stored.DeliveryState.Due}
        """;

    public static WebhookEndpoint Read(NpgsqlDataReader r) => new()
    {
        EndpointId = r.GetGuid(0),
        Url = r.GetString(1),
        Description = r.Text(2),
        Events = r.GetFieldValue<string[]>(3),
        Enabled = r.GetBoolean(4),
        DisabledReason = r.Text(5),
        FailingSince = r.Maybe<DateTimeOffset>(6),
        LastSuccessAt = r.Maybe<DateTimeOffset>(7),
        CreatedAt = r.Instant(8),
        UpdatedAt = r.Instant(9),
    };

    /// <summary>
    /// Locks the row to the end of the transaction, before any of its deliveries.
    /// </summary>
    /// <returns>Key 0 where there is no such endpoint.</returns>
    public static ValueTask<(long Key, bool Enabled)> LockAsync(
        WriteTransaction connection, ProjectId project, Guid endpointId, CancellationToken cancellationToken) =>
        connection
            .Statement(
                """
                SELECT endpoint_key, enabled FROM webhook_endpoint WHERE project_key = $1 AND endpoint_uuid = $2
                FOR NO KEY UPDATE
                """,
                project.Value, endpointId)
            .RowAsync(r => (r.GetInt64(0), r.GetBoolean(1)), cancellationToken);
}
