using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.InFlight;

/// <summary>
/// Adopts the in-flight work of dead hosts. After each crash the items that were in flight are handled more carefully:
/// first they run one at a time, then with nothing else in flight, and an item that was alone in flight at two crashes is
/// quarantined as failed. Applies to batches and live writes.
/// </summary>
internal static class Adoption
{
    // A separate statement: the next one must see the changes of the earlier lock holders. A host that worked on a graph
    // meanwhile may have passed the item.
    private static readonly string LockGraphs =
        $"""
        SELECT FROM graph_state WHERE graph_key IN (
            SELECT l.graph_key FROM suspect_lane s JOIN lane l ON l.lane_key = s.lane_key AND l.state = {Stored.LaneState.Open}
            WHERE s.adoptions >= {CrashSuspect.QuarantineAt}
            UNION ALL SELECT graph_key FROM suspect_graph WHERE adoptions >= {CrashSuspect.QuarantineAt})
        ORDER BY graph_key FOR UPDATE
        """;

    private static readonly string[] Steps =
    [
        "UPDATE ingest_state SET unclean_ends = unclean_ends + 1, unclean_at = sql_now()",
        .. LaneAdoption.FindSuspects,
        .. RealtimeAdoption.FindSuspects,
        LockGraphs,
        .. LaneAdoption.Quarantine,
    ];

    /// <summary>Adopts the in-flight work of hosts whose rows are gone because they died.</summary>
    /// <param name="connection">Inside the transaction that has removed their rows, with all others excluded.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The live writes that were quarantined.</returns>
    public static async ValueTask<IReadOnlyList<QuarantinedLiveWrite>> RunAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using (var batch = new NpgsqlBatch(connection))
        {
            foreach (var sql in Steps)
            {
                batch.BatchCommands.Add(new(sql));
            }

            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        return await RealtimeAdoption.QuarantineAsync(connection, cancellationToken);
    }
}
