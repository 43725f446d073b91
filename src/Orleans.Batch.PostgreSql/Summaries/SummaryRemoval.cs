using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Summaries;

/// <summary>
/// Removes summaries when what they were made of is deleted, with the graph locked: they may say what is to be forgotten. Where facts or
/// messages are left, another is made of them.
/// </summary>
internal static class SummaryRemoval
{
    /// <summary>Deletes those of the threads of the graph $1.</summary>
    public const string DeleteThreads = "DELETE FROM summary WHERE graph_key = $1 AND thread_key IS NOT NULL";

    private const string DeleteUnfounded =
        """
        DELETE FROM summary s WHERE s.subject_uuid = ANY($1)
        AND NOT EXISTS (SELECT FROM fact WHERE source_node = s.subject_uuid)
        AND NOT EXISTS (SELECT FROM fact WHERE target_node = s.subject_uuid AND target_node <> source_node)
        """;

    private const string Clear =
        """
        UPDATE summary SET version = txid_current(), content = NULL, model = NULL, created_at = NULL, made_at = NULL,
            through = 0, through_at = NULL, attempts = 0, error_message = NULL
        """;

    private const string ClearNodes = $"{Clear}, changed = txid_current() WHERE subject_uuid = ANY($1)";

    private const string ClearThreads = $"{Clear} WHERE graph_key = ANY($1) AND thread_key = ANY($2)";

    // A task that waits for it ends with it.
    private const string EndTasks =
        """
        UPDATE realtime_task t SET open = 0, failed = 1, error_code = $1, error_message = $2 || ' was deleted before this was made',
            completed_at = n.now
        FROM summary s, (SELECT sql_now() AS now OFFSET 0) n
        WHERE s.graph_key = $3 AND s.thread_key IS NOT NULL AND ($4::bigint IS NULL OR s.thread_key = $4) AND t.task_uuid = s.task_uuid
        """;

    private const string DeleteThread = "DELETE FROM summary WHERE graph_key = $1 AND thread_key = $2";

    /// <summary>Removes those of nodes of which facts were deleted.</summary>
    public static async ValueTask ClearNodesAsync(
        NpgsqlConnection connection, IReadOnlyCollection<Guid> nodes, CancellationToken cancellationToken)
    {
        if (nodes.Count > 0)
        {
            var ids = nodes.ToArray();
            await connection.Statement(DeleteUnfounded, ids).RunAsync(cancellationToken);
            await connection.Statement(ClearNodes, ids).RunAsync(cancellationToken);
        }
    }

    /// <summary>Removes those of threads of which messages were deleted: others are made when they are asked for.</summary>
    public static async ValueTask ClearThreadsAsync(
        NpgsqlConnection connection, IReadOnlyCollection<(long GraphKey, long ThreadKey)> threads, CancellationToken cancellationToken)
    {
        if (threads.Count > 0)
        {
            await connection
                .Statement(ClearThreads, threads.Select(t => t.GraphKey).Distinct().ToArray(), threads.Select(t => t.ThreadKey).ToArray())
                .RunAsync(cancellationToken);
        }
    }

    /// <summary>Ends the tasks of a graph's threads, which is being deleted; its rows go with its other content.</summary>
    public static async ValueTask EndGraphAsync(
        NpgsqlConnection connection, long graphKey, string what, CancellationToken cancellationToken) =>
        await connection
            .Statement(EndTasks, ErrorCodes.DestinationDeleted, what, graphKey, (long?)null).RunAsync(cancellationToken);

    /// <summary>Removes that of a thread, which is being deleted.</summary>
    public static async ValueTask DeleteThreadAsync(
        NpgsqlConnection connection, long graphKey, long threadKey, string what, CancellationToken cancellationToken)
    {
        await connection
            .Statement(EndTasks, ErrorCodes.DestinationDeleted, what, graphKey, (long?)threadKey).RunAsync(cancellationToken);
        await connection.Statement(DeleteThread, graphKey, threadKey).RunAsync(cancellationToken);
    }
}
