using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Cancels episodes that wait for a deleted target: they leave the queue, and their tasks fail with the reason.</summary>
internal static class RealtimeCancellation
{
    private const string Cancel =
        """
        RETURNING i.task_uuid, i.episode_uuid),
        payload AS (DELETE FROM episode_data d USING gone WHERE d.episode_uuid = gone.episode_uuid),
        ended AS (SELECT task_uuid, count(*)::int AS items FROM gone GROUP BY task_uuid)
        UPDATE realtime_task t SET open = t.open - e.items, failed = t.failed + e.items,
            error_code = coalesce(t.error_code, $1), error_message = coalesce(t.error_message, $2),
            completed_at = CASE WHEN t.open = e.items THEN n.now END
        FROM ended e, (SELECT sql_now() AS now OFFSET 0) n WHERE t.task_uuid = e.task_uuid
        """;

    private const string Graph = $"WITH gone AS (DELETE FROM realtime_item i WHERE i.graph_key = $3 {Cancel}";

    private const string Thread = $"WITH gone AS (DELETE FROM realtime_item i WHERE i.thread_key = $3 {Cancel}";

    private const string Positions =
        $"""
        WITH gone AS (
            DELETE FROM realtime_item i USING unnest($3, $4) AS w(graph_key, position)
            WHERE i.graph_key = w.graph_key AND i.position = w.position {Cancel}
        """;

    /// <summary>All episodes that wait for a graph.</summary>
    public static async ValueTask CancelGraphAsync(
        NpgsqlConnection connection, long graphKey, string what, CancellationToken cancellationToken) =>
        await connection
            .Statement(Graph, ErrorCodes.DestinationDeleted, Message(what), graphKey)
            .Long()
            .RunAsync(cancellationToken);

    /// <summary>All episodes that wait for a thread.</summary>
    public static async ValueTask CancelThreadAsync(
        NpgsqlConnection connection, long threadKey, string what, CancellationToken cancellationToken) =>
        await connection
            .Statement(Thread, ErrorCodes.DestinationDeleted, Message(what), threadKey)
            .Long()
            .RunAsync(cancellationToken);

    /// <summary>Single episodes, accepted while their graph or thread was being deleted.</summary>
    public static async ValueTask CancelAsync(
        NpgsqlConnection connection, IReadOnlyList<(long GraphKey, long Position)> gone, CancellationToken cancellationToken)
    {
        await connection
            .Statement(
                Positions,
                ErrorCodes.DestinationDeleted,
                Message("its graph or thread"),
                gone.Select(g => g.GraphKey).ToArray(),
                gone.Select(g => g.Position).ToArray())
            .RunAsync(cancellationToken);
    }

    private static string Message(string what) => $"{what} was deleted before this was ingested";
}
