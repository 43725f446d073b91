using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.InFlight;

/// <summary>Handles the in-flight lanes of dead hosts; see <see cref="Adoption"/>.</summary>
internal static class LaneAdoption
{
    /// <summary>How many items of a suspect lane run one at a time: as many as one chunk can hold.</summary>
    private const int SuspectItems = 2_000;

    private const string OfTheDead = "NOT EXISTS (SELECT FROM ingest_silo h WHERE h.silo = in_flight.silo)";

    // The lane's cursor shows whether an item was still in flight: a record is removed only with the next one.
    // Items in flight before their lane was suspect count only once: that crash identifies no single item.
    public static readonly string[] FindSuspects =
    [
        $"DELETE FROM suspect_lane s WHERE NOT EXISTS (SELECT FROM lane l WHERE l.lane_key = s.lane_key AND l.state = {Stored.LaneState.Open} AND l.cursor < s.until_position)",
        $"""
        INSERT INTO suspect_lane AS s (lane_key, adoptions, until_position)
        SELECT l.lane_key, 1, min(coalesce(f.item_position + 1, l.cursor + {SuspectItems}))
        FROM (SELECT unnest(lane_keys) AS lane_key, item_position FROM in_flight WHERE {OfTheDead}) f JOIN lane l USING (lane_key)
        WHERE l.state = {Stored.LaneState.Open} AND coalesce(f.item_position, l.cursor) = l.cursor
        GROUP BY l.lane_key
        ON CONFLICT (lane_key) DO UPDATE SET
            adoptions = s.adoptions + CASE WHEN EXISTS (
                SELECT FROM in_flight WHERE s.lane_key = ANY (lane_keys) AND item_position IS NOT NULL AND {OfTheDead}) THEN 1 ELSE 0 END,
            until_position = least(s.until_position, excluded.until_position)
        """,
        $"DELETE FROM in_flight WHERE {OfTheDead}",
    ];

    // A host that was stopped, not dead, may still hold the item: changing the graph's epoch makes its commit fail.
    public static readonly string[] Quarantine =
    [
        $"""
        WITH killer AS (
            SELECT l.graph_key, i.batch_key, i.sequence, s.adoptions
            FROM suspect_lane s
            JOIN lane l ON l.lane_key = s.lane_key AND l.state = {Stored.LaneState.Open} AND l.cursor < s.until_position
            JOIN lane_item i ON i.lane_key = l.lane_key AND i.position = l.cursor
            WHERE s.adoptions >= {CrashSuspect.QuarantineAt}),
        overtaken AS (
            UPDATE graph_state SET epoch = epoch + 1 WHERE graph_key IN (SELECT graph_key FROM killer)),
        aside AS (
            INSERT INTO item_outcome (batch_key, sequence, status, code, message, retryable, attempts)
            SELECT batch_key, sequence, {Stored.ItemStatus.Failed}, '{ErrorCodes.Poison}', '{CrashSuspect.Reason("item")}', false, adoptions
            FROM killer ON CONFLICT DO NOTHING RETURNING batch_key)
        INSERT INTO batch_progress AS p (batch_key, slot, failed)
        SELECT batch_key, 101, count(*) FROM aside GROUP BY batch_key
        ON CONFLICT (batch_key, slot) DO UPDATE SET failed = p.failed + excluded.failed
        """,
        $"DELETE FROM suspect_lane WHERE adoptions >= {CrashSuspect.QuarantineAt}",
    ];
}
