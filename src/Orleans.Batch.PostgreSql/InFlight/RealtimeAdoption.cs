using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.InFlight;

/// <summary>Handles the in-flight live writes of dead hosts; see <see cref="Adoption"/>.</summary>
internal static class RealtimeAdoption
{
    private const string OfTheDead = "NOT EXISTS (SELECT FROM ingest_silo h WHERE h.silo = f.silo)";

    // The queue shows whether an episode was still in flight: a record is removed only with a later one. In a chunk the
    // faulty episode is unknown, so that counts only once; for an episode alone in flight each time counts.
    public static readonly string[] FindSuspects =
    [
        "DELETE FROM suspect_graph s WHERE NOT EXISTS (SELECT FROM realtime_item i WHERE i.graph_key = s.graph_key AND i.position < s.until_position)",
        $"""
        INSERT INTO suspect_graph AS s (graph_key, adoptions, until_position)
        SELECT f.graph_key, 1, min(f.until_position) FROM realtime_in_flight f
        WHERE {OfTheDead} AND EXISTS (SELECT FROM realtime_item i WHERE i.graph_key = f.graph_key AND i.position = f.position)
        GROUP BY f.graph_key
        ON CONFLICT (graph_key) DO UPDATE SET
            adoptions = CASE
                WHEN NOT EXISTS (
                    SELECT FROM realtime_in_flight f
                    WHERE f.graph_key = s.graph_key AND f.until_position = excluded.until_position AND f.single AND {OfTheDead})
                    THEN s.adoptions
                WHEN s.until_position = excluded.until_position THEN s.adoptions + 1
                ELSE 2 END,
            until_position = least(s.until_position, excluded.until_position)
        """,
        $"DELETE FROM realtime_in_flight f WHERE {OfTheDead}",
    ];

    // The graph is locked: a host that still holds the episode finds it gone from the queue, which is the fence.
    private static readonly string Quarantine =
        $"""
        WITH killer AS (
            DELETE FROM realtime_item i USING suspect_graph s
            WHERE s.adoptions >= {CrashSuspect.QuarantineAt} AND i.graph_key = s.graph_key AND i.position = s.until_position - 1
            RETURNING i.episode_uuid, i.task_uuid),
        past AS (DELETE FROM suspect_graph WHERE adoptions >= {CrashSuspect.QuarantineAt}),
        ended AS (
            UPDATE realtime_task t SET open = t.open - 1, failed = t.failed + 1,
                error_code = coalesce(t.error_code, '{ErrorCodes.Poison}'), error_message = coalesce(t.error_message, '{CrashSuspect.Reason("episode")}'),
                completed_at = CASE WHEN t.open = 1 THEN n.now END
            FROM killer k, (SELECT sql_now() AS now OFFSET 0) n WHERE t.task_uuid = k.task_uuid)
        SELECT episode_uuid, task_uuid FROM killer
        """;

    /// <summary>Quarantines episodes that caused enough crashes, under the locks of their graphs.</summary>
    public static async ValueTask<IReadOnlyList<QuarantinedLiveWrite>> QuarantineAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.Statement(Quarantine).RowsAsync(r => new QuarantinedLiveWrite(r.GetGuid(0), r.GetGuid(1)), cancellationToken);
}

/// <summary>A quarantined live write.</summary>
/// <param name="EpisodeUuid">The episode.</param>
/// <param name="TaskId">Its task.</param>
internal sealed record QuarantinedLiveWrite(Guid EpisodeUuid, Guid TaskId);
