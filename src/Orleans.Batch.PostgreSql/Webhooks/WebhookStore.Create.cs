using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Webhooks;

public sealed partial class WebhookStore
{
    /// <summary>How many endpoints a project may have: each multiplies the writes of every event.</summary>
    internal const int MaxEndpoints = 100;

    private const string Insert =
        $"""
        WITH endpoint AS (
            INSERT INTO webhook_endpoint (
                project_key, endpoint_uuid, url, description, events, enabled, created_at, updated_at)
            SELECT $1, $2, $3, $4, $5, $6, t.now, t.now FROM (SELECT sql_now() AS now OFFSET 0) t
            WHERE (SELECT count(*) FROM webhook_endpoint WHERE project_key = $1) < $8
            RETURNING *),
        first_secret AS (INSERT INTO webhook_secret (endpoint_key, secret) SELECT endpoint_key, $7 FROM endpoint)
        SELECT {EndpointColumns} FROM endpoint
        """;

    // Each rotation removes expired secrets; secrets older than the current one expire no later than it.
    private const string Rotate =
        """
        WITH clock AS MATERIALIZED (SELECT sql_now() AS now),
        expired AS (
            DELETE FROM webhook_secret WHERE endpoint_key = $1 AND expires_at <= (SELECT now FROM clock)),
        ending AS (
            UPDATE webhook_secret SET expires_at = least(expires_at, (SELECT now FROM clock) + $3)
            WHERE endpoint_key = $1 AND (expires_at IS NULL OR expires_at > (SELECT now FROM clock)))
        INSERT INTO webhook_secret (endpoint_key, secret, created_at) SELECT $1, $2, now FROM clock
        """;

    /// <inheritdoc/>
    public ValueTask<WebhookEndpoint> CreateAsync(
        ProjectId project, WebhookEndpointFields fields, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection => await connection
                .Statement(
                    Insert,
                    project.Value,
                    Guid.CreateVersion7(),
                    fields.Url,
                    fields.Description,
                    (fields.Events ?? [WebhookEvents.BatchCompleted]).Distinct().ToArray(),
                    fields.Enabled ?? true,
                    secret.ToArray(),
                    (long)MaxEndpoints)
                .RowAsync(ReadEndpoint, cancellationToken)
                ?? throw BatchServiceException.Invalid(
                    ErrorCodes.TooMany, $"a project may have at most {MaxEndpoints} webhook endpoints; delete one first"),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WebhookEndpoint?> RotateSecretAsync(
        ProjectId project, Guid endpointId, ReadOnlyMemory<byte> secret, TimeSpan overlap, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                var (key, _) = await LockEndpointAsync(connection, project, endpointId, cancellationToken);
                if (key == 0)
                {
                    return null;
                }

                await connection.Statement(Rotate, key, secret.ToArray(), overlap).RunAsync(cancellationToken);
                return await connection
                    .Statement(
                        $"UPDATE webhook_endpoint SET updated_at = sql_now() WHERE endpoint_key = $1 RETURNING {EndpointColumns}", key)
                    .RowAsync(ReadEndpoint, cancellationToken);
            },
            cancellationToken);
}
