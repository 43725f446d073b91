using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.PostgreSql.Webhooks;

/// <summary>A project's webhook endpoints and their secrets.</summary>
internal sealed class EndpointStore(Database database) : IEndpointStore
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
        SELECT {EndpointRows.Columns} FROM endpoint
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
        RETURNING {EndpointRows.Columns}
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
                .RowAsync(EndpointRows.Read, cancellationToken)
                ?? throw BatchServiceException.Invalid(
                    ErrorCodes.TooMany, $"a project may have at most {MaxEndpoints} webhook endpoints; delete one first"),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WebhookEndpointPage> ListAsync(
        ProjectId project, int limit, string? cursor, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var cursors = await database.CursorsAsync(cancellationToken);
            var after = string.IsNullOrEmpty(cursor)
                ? 0
                : KeyCursor.Read(cursors, CursorLists.WebhookEndpoints, project.Value, cursor);
            var rows = await database.Requests
                .Statement(
                    $"""
                    SELECT {EndpointRows.Columns} FROM webhook_endpoint WHERE project_key = $1 AND endpoint_key > $2
                    ORDER BY endpoint_key LIMIT $3
                    """,
                    project.Value, after, limit + 1L)
                .RowsAsync(r => (Key: r.GetInt64(10), Endpoint: EndpointRows.Read(r)), cancellationToken);
            return new WebhookEndpointPage(
                [.. rows.Take(limit).Select(r => r.Endpoint)],
                rows.Count > limit
                    ? KeyCursor.From(cursors, CursorLists.WebhookEndpoints, project.Value, rows[limit - 1].Key)
                    : null);
        });

    /// <inheritdoc/>
    public ValueTask<WebhookEndpoint?> FindAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => database.Requests
            .Statement(
                $"SELECT {EndpointRows.Columns} FROM webhook_endpoint WHERE project_key = $1 AND endpoint_uuid = $2",
                project.Value, endpointId)
            .RowAsync(EndpointRows.Read, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<WebhookEndpoint?> UpdateAsync(
        ProjectId project, Guid endpointId, WebhookEndpointFields fields, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                var (key, wasEnabled) = await EndpointRows.LockAsync(connection, project, endpointId, cancellationToken);
                if (key == 0)
                {
                    return null;
                }

                var endpoint = await connection
                    .Statement(Update, key, fields.Url, fields.Description, fields.Events?.Distinct().ToArray(), fields.Enabled)
                    .RowAsync(EndpointRows.Read, cancellationToken);
                if (wasEnabled && fields.Enabled == false)
                {
                    await connection.Statement(EndpointRows.FailDue, key).Long().RunAsync(cancellationToken);
                }

                return endpoint;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<WebhookEndpoint?> RotateSecretAsync(
        ProjectId project, Guid endpointId, ReadOnlyMemory<byte> secret, TimeSpan overlap, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                var (key, _) = await EndpointRows.LockAsync(connection, project, endpointId, cancellationToken);
                if (key == 0)
                {
                    return null;
                }

                await connection.Statement(Rotate, key, secret.ToArray(), overlap).RunAsync(cancellationToken);
                return await connection
                    .Statement(
                        $"UPDATE webhook_endpoint SET updated_at = sql_now() WHERE endpoint_key = $1 RETURNING {EndpointRows.Columns}", key)
                    .RowAsync(EndpointRows.Read, cancellationToken);
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
