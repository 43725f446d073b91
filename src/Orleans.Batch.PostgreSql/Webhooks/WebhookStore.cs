using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.PostgreSql.Webhooks;

/// <summary>
/// Webhook endpoints, their pending deliveries, and the delivery log. Lock order: the endpoint before its deliveries.
/// </summary>
/// <param name="database">The database.</param>
/// <param name="options">The number of shards, and when an endpoint is disabled after failures.</param>
public sealed partial class WebhookStore(Database database, IOptions<WebhookOptions> options) : IWebhookStore, IWebhookRetention
{
    private const string EndpointColumns =
        """
        endpoint_uuid, url, description, events, enabled, disabled_reason, failing_since, last_success_at, created_at,
        updated_at, endpoint_key
        """;

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
                    SELECT {EndpointColumns} FROM webhook_endpoint WHERE project_key = $1 AND endpoint_key > $2
                    ORDER BY endpoint_key LIMIT $3
                    """,
                    project.Value, after, limit + 1L)
                .RowsAsync(r => (Key: r.GetInt64(10), Endpoint: ReadEndpoint(r)), cancellationToken);
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
                $"SELECT {EndpointColumns} FROM webhook_endpoint WHERE project_key = $1 AND endpoint_uuid = $2",
                project.Value, endpointId)
            .RowAsync(ReadEndpoint, cancellationToken));

    private static WebhookEndpoint ReadEndpoint(NpgsqlDataReader r) => new()
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

    // Its row is locked to the end of the transaction, before any of its deliveries. 0: there is none.
    private static ValueTask<(long Key, bool Enabled)> LockEndpointAsync(
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
