using System.Globalization;
using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.PostgreSql.Webhooks;

/// <summary>Records attempts with their consequences for the delivery and the endpoint.</summary>
/// <param name="database">The database.</param>
/// <param name="options">When an endpoint is disabled after failures.</param>
internal sealed class AttemptStore(Database database, IOptions<WebhookOptions> options) : IAttemptStore
{
    // Locked against deletion, which removes the deliveries and the log with it.
    private const string HoldEndpoint = "SELECT true FROM webhook_endpoint WHERE endpoint_key = $1 FOR KEY SHARE";

    // Written at most once a second while all attempts succeed, so that deliveries do not queue for the endpoint's row.
    private const string NoteSuccess =
        """
        UPDATE webhook_endpoint SET failing_since = NULL, last_success_at = sql_now()
        WHERE endpoint_key = $1 AND (
            failing_since IS NOT NULL OR last_success_at IS NULL OR last_success_at < sql_now() - interval '1 second')
        """;

    private const string NoteFailure =
        "UPDATE webhook_endpoint SET failing_since = sql_now() WHERE endpoint_key = $1 AND failing_since IS NULL";

    private const string Disable =
        """
        UPDATE webhook_endpoint SET enabled = false, disabled_reason = $2, updated_at = sql_now()
        WHERE endpoint_key = $1 AND enabled AND ($3 OR failing_since <= sql_now() - $4)
        """;

    // Only by the last holder: a late record must not revive a delivery that another has ended since.
    private const string Settle =
        $"""
        UPDATE webhook_delivery SET
            state = $5,
            attempts = $3,
            taken_at = NULL,
            next_attempt_at = CASE WHEN $5 = {Stored.DeliveryState.Due} THEN t.now + $6 ELSE next_attempt_at END,
            ended_at = CASE WHEN $5 = {Stored.DeliveryState.Due} THEN NULL ELSE t.now END
        FROM (SELECT sql_now() AS now OFFSET 0) t
        WHERE message_key = $1 AND endpoint_key = $2 AND attempts = $3 - 1 AND taken_at = $4 AND state = {Stored.DeliveryState.Due}
        RETURNING CASE WHEN state = {Stored.DeliveryState.Due} THEN next_attempt_at END
        """;

    private const string Log =
        """
        INSERT INTO webhook_attempt (
            endpoint_key, message_key, attempt, at, duration_ms, status, error, response, next_attempt_at)
        SELECT $2, $1, $3, sql_now() - $4, $5, $6, $7, $8, $9
        """;

    /// <inheritdoc/>
    public async ValueTask RecordAsync(DueDelivery delivery, AttemptRecord attempt, CancellationToken cancellationToken) =>
        await database.Deliveries.TransactAsync(
            async connection =>
            {
                if (await connection.Statement(HoldEndpoint, delivery.EndpointKey).RowAsync(r => r.GetBoolean(0), cancellationToken))
                {
                    await NoteAsync(connection, delivery.EndpointKey, attempt.Verdict, cancellationToken);
                    await LogAsync(
                        connection, delivery, attempt, await SettleAsync(connection, delivery, attempt, cancellationToken), cancellationToken);
                }

                return true;
            },
            cancellationToken);

    private async ValueTask NoteAsync(
        NpgsqlConnection connection, long endpointKey, AttemptVerdict verdict, CancellationToken cancellationToken)
    {
        if (verdict == AttemptVerdict.Aborted)
        {
            // The receiver is alive and has answered, about this message only.
            return;
        }

        if (verdict == AttemptVerdict.Delivered)
        {
            await connection.Statement(NoteSuccess, endpointKey).RunAsync(cancellationToken);
            return;
        }

        await connection.Statement(NoteFailure, endpointKey).RunAsync(cancellationToken);
        var gone = verdict == AttemptVerdict.Gone;
        var maxWait = options.Value.DisableAfter;
        var reason = gone
            ? "the receiver answered 410 Gone"
            : string.Create(CultureInfo.InvariantCulture, $"nothing but failures for {maxWait.TotalDays:0.##} days");
        if (await connection.Statement(Disable, endpointKey, reason, gone, maxWait).RunAsync(cancellationToken) > 0)
        {
            await connection.Statement(EndpointRows.FailDue, endpointKey).Long().RunAsync(cancellationToken);
        }
    }

    private static ValueTask<DateTimeOffset?> SettleAsync(
        NpgsqlConnection connection, DueDelivery delivery, AttemptRecord attempt, CancellationToken cancellationToken)
    {
        var state = attempt.Verdict switch
        {
            AttemptVerdict.Delivered => DeliveryState.Delivered,
            AttemptVerdict.Retry => DeliveryState.Due,
            AttemptVerdict.Aborted => DeliveryState.Aborted,
            _ => DeliveryState.Failed,
        };
        return connection
            .Statement(
                Settle,
                delivery.MessageKey,
                delivery.EndpointKey,
                delivery.Attempt,
                delivery.Now,
                (short)state,
                attempt.RetryAfter ?? TimeSpan.Zero)
            .RowAsync(r => r.Maybe<DateTimeOffset>(0), cancellationToken);
    }

    private static async ValueTask LogAsync(
        NpgsqlConnection connection,
        DueDelivery delivery,
        AttemptRecord attempt,
        DateTimeOffset? next,
        CancellationToken cancellationToken) =>
        await connection
            .Statement(
                Log,
                delivery.MessageKey,
                delivery.EndpointKey,
                delivery.Attempt,
                attempt.Duration,
                (int)Math.Min(attempt.Duration.TotalMilliseconds, int.MaxValue),
                attempt.Status,
                attempt.Error,
                attempt.Response.ToArray(),
                next)
            .RunAsync(cancellationToken);
}
