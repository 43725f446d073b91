using System.Text;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.PostgreSql.Webhooks;

/// <summary>The log of an endpoint's attempts.</summary>
internal sealed class AttemptLog(Database database) : IAttemptLog
{
    private const string Attempts =
        """
        SELECT a.attempt_key, m.message_uuid, m.event_name, a.attempt, a.at, a.duration_ms, a.status, a.error, a.response,
               a.next_attempt_at
        FROM webhook_attempt a JOIN outbox m USING (message_key)
        WHERE a.endpoint_key = $1 AND a.attempt_key < $2 ORDER BY a.attempt_key DESC LIMIT $3
        """;

    /// <inheritdoc/>
    public ValueTask<WebhookAttemptPage?> ListAttemptsAsync(
        ProjectId project, Guid endpointId, int limit, string? cursor, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var cursors = await database.CursorsAsync(cancellationToken);
            var key = await database.Requests
                .Statement(
                    "SELECT endpoint_key FROM webhook_endpoint WHERE project_key = $1 AND endpoint_uuid = $2", project.Value, endpointId)
                .RowAsync(r => r.GetInt64(0), cancellationToken);
            if (key == 0)
            {
                return null;
            }

            var before = string.IsNullOrEmpty(cursor)
                ? long.MaxValue
                : KeyCursor.Read(cursors, CursorLists.WebhookAttempts, key, cursor);
            var rows = await database.Requests
                .Statement(Attempts, key, before, limit + 1L)
                .RowsAsync(r => (Key: r.GetInt64(0), Attempt: ReadAttempt(r)), cancellationToken);
            return new WebhookAttemptPage(
                [.. rows.Take(limit).Select(r => r.Attempt)],
                rows.Count > limit ? KeyCursor.From(cursors, CursorLists.WebhookAttempts, key, rows[limit - 1].Key) : null);
        });

    // The answer may be cut within a character, or be no text: unreadable bytes show as U+FFFD.
    private static WebhookAttempt ReadAttempt(NpgsqlDataReader r) => new()
    {
        MessageId = r.GetGuid(1),
        EventName = r.GetString(2),
        Attempt = r.GetInt32(3),
        At = r.Instant(4),
        Duration = TimeSpan.FromMilliseconds(r.GetInt32(5)),
        Status = r.Maybe<int>(6),
        Error = r.Text(7),
        Response = r.IsDBNull(8) || r.GetFieldValue<byte[]>(8) is not { Length: > 0 } answer ? null : Encoding.UTF8.GetString(answer),
        NextAttemptAt = r.Maybe<DateTimeOffset>(9),
    };
}
