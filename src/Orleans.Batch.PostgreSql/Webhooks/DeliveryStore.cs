using System.Runtime.CompilerServices;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.PostgreSql.Webhooks;

/// <summary>Due deliveries, by shard.</summary>
internal sealed class DeliveryStore(Database database) : IDeliveryStore
{
    // The endpoints of a shard with pending deliveries: one probe each, however many deliveries there are.
    private const string EndpointsOfShard =
        $"""
        RECURSIVE pending AS (
            (SELECT endpoint_key FROM webhook_delivery WHERE shard = $1 AND state = {Stored.DeliveryState.Due} ORDER BY endpoint_key LIMIT 1)
            UNION ALL
            SELECT (SELECT d.endpoint_key FROM webhook_delivery d
                    WHERE d.shard = $1 AND d.state = {Stored.DeliveryState.Due} AND d.endpoint_key > p.endpoint_key ORDER BY d.endpoint_key LIMIT 1)
            FROM pending p WHERE p.endpoint_key IS NOT NULL),
        waiting AS (
            SELECT w.endpoint_key, w.url, d.next_attempt_at FROM pending p
            JOIN webhook_endpoint w ON w.endpoint_key = p.endpoint_key AND w.enabled AND NOT w.endpoint_key = ANY ($2)
            CROSS JOIN LATERAL (
                SELECT next_attempt_at FROM webhook_delivery d
                WHERE d.shard = $1 AND d.state = {Stored.DeliveryState.Due} AND d.endpoint_key = p.endpoint_key
                ORDER BY next_attempt_at LIMIT 1) d)
        """;

    // Deliveries that have waited longest come first. One that is skipped because another dispatcher holds it has a
    // committed next_attempt_at in the future by the time its lock is free.
    private const string Take =
        $"""
        WITH {EndpointsOfShard},
        clock AS MATERIALIZED (SELECT sql_now() AS now),
        chosen AS MATERIALIZED (
            SELECT d.message_key, w.endpoint_key, w.url, d.next_attempt_at
            FROM (SELECT endpoint_key, url FROM waiting WHERE next_attempt_at <= (SELECT now FROM clock)
                  ORDER BY next_attempt_at) w
            CROSS JOIN LATERAL (
                SELECT message_key, next_attempt_at FROM webhook_delivery d
                WHERE d.shard = $1 AND d.state = {Stored.DeliveryState.Due} AND d.endpoint_key = w.endpoint_key
                  AND d.next_attempt_at <= (SELECT now FROM clock)
                ORDER BY d.next_attempt_at LIMIT $4 FOR UPDATE SKIP LOCKED) d
            LIMIT $3),
        taken AS (
            UPDATE webhook_delivery d
            SET taken_at = c.now, next_attempt_at = c.now + $5
            FROM chosen, clock c
            WHERE d.message_key = chosen.message_key AND d.endpoint_key = chosen.endpoint_key
            RETURNING d.message_key, d.endpoint_key, d.attempts, chosen.url, c.now - chosen.next_attempt_at AS overdue)
        SELECT t.message_key, t.endpoint_key, m.message_uuid, m.event_name, m.payload, t.url, t.attempts + 1, c.now, t.overdue, ARRAY(
            SELECT s.secret FROM webhook_secret s
            WHERE s.endpoint_key = t.endpoint_key AND (s.expires_at IS NULL OR s.expires_at > c.now)
            ORDER BY s.secret_key DESC LIMIT 10)
        FROM taken t JOIN outbox m USING (message_key) CROSS JOIN clock c
        ORDER BY t.message_key
        """;

    private const string NextDue =
        $"""
        WITH {EndpointsOfShard}
        SELECT min(next_attempt_at) - sql_now() FROM waiting
        """;

    // Includes one beyond the current number of shards.
    private const string UnfinishedShards =
        $"""
        SELECT s FROM generate_series(0, 255) s
        WHERE EXISTS (SELECT FROM webhook_delivery WHERE shard = s::smallint AND state = {Stored.DeliveryState.Due})
        """;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<DueDelivery>> TakeDueAsync(
        int shard,
        int limit,
        int perEndpoint,
        IReadOnlyCollection<long> busy,
        TimeSpan visibility,
        CancellationToken cancellationToken) =>
        StoreFaults.Translate<IReadOnlyList<DueDelivery>>(async () => await database.Deliveries
            .Statement(Take, (short)shard, busy.ToArray(), (long)limit, (long)perEndpoint, visibility)
            .RowsAsync(ReadDue, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<TimeSpan?> NextDueAsync(
        int shard, IReadOnlyCollection<long> busy, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => database.Deliveries
            .Statement(NextDue, (short)shard, busy.ToArray())
            .RowAsync(r => r.Maybe<TimeSpan>(0), cancellationToken));

    /// <inheritdoc/>
    public async IAsyncEnumerable<int> UnfinishedShardsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var shard in await StoreFaults.Translate(() => database.Deliveries
            .Statement(UnfinishedShards)
            .RowsAsync(r => r.GetInt32(0), cancellationToken)))
        {
            yield return shard;
        }
    }

    private static DueDelivery ReadDue(NpgsqlDataReader r) => new(
        MessageKey: r.GetInt64(0),
        EndpointKey: r.GetInt64(1),
        MessageId: r.GetGuid(2),
        EventName: r.GetString(3),
        Payload: r.GetString(4),
        Url: r.GetString(5),
        Secrets: Array.ConvertAll(r.GetFieldValue<byte[][]>(9), s => new ReadOnlyMemory<byte>(s)),
        Attempt: r.GetInt32(6),
        Now: r.Instant(7),
        Overdue: r.GetFieldValue<TimeSpan>(8));
}
