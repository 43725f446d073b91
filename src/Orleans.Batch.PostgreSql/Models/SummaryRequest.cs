using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>Asks for the summary of a thread: one transaction makes the task and the summary that is due.</summary>
internal static class SummaryRequest
{
    private const string SelectThread =
        "SELECT graph_key, thread_key, thread_uuid FROM thread WHERE project_key = $1 AND thread_id = $2";

    // A task that waits already serves; so does the task of a repeated call.
    private const string SelectTask =
        """
        SELECT task_uuid FROM summary WHERE subject_uuid = $1 AND task_uuid IS NOT NULL
        UNION ALL SELECT task_uuid FROM realtime_task WHERE task_uuid = $2 AND project_key = $3 LIMIT 1
        """;

    private const string AddTask =
        """
        INSERT INTO realtime_task (task_uuid, project_key, graph_key, kind, items, open, created_at) VALUES ($1, $2, $3, $4, 1, 1, sql_now())
        """;

    private const string Ask =
        """
        INSERT INTO summary (subject_uuid, graph_key, thread_key, changed, task_uuid) VALUES ($1, $2, $3, txid_current(), $4)
        ON CONFLICT (subject_uuid) DO UPDATE SET changed = excluded.changed, attempts = 0, error_message = NULL, task_uuid = excluded.task_uuid
        """;

    /// <returns>The graph and the task; null when there is no such thread.</returns>
    public static ValueTask<RequestedSummary?> RunAsync(
        Database database, ProjectId project, string threadId, Guid taskId, CancellationToken cancellationToken) =>
        database.WriteAsync<RequestedSummary?>(
            async connection =>
            {
                var (graphKey, threadKey, threadUuid) = await connection
                    .Statement(SelectThread, project.Value, threadId)
                    .RowAsync(r => (r.GetInt64(0), r.GetInt64(1), r.GetGuid(2)), cancellationToken);
                if (!await connection.Connection.Statement(LockedGraph.Lock, graphKey).RowAsync(r => true, cancellationToken)
                    || !await connection.Connection
                        .Statement("SELECT FROM thread WHERE thread_key = $1", threadKey).RowAsync(r => true, cancellationToken))
                {
                    return null;
                }

                if (await connection.Connection
                    .Statement(SelectTask, threadUuid, taskId, project.Value)
                    .RowAsync(r => (Guid?)r.GetGuid(0), cancellationToken) is { } earlier)
                {
                    return new RequestedSummary(graphKey, earlier);
                }

                await connection.Connection
                    .Statement(AddTask, taskId, project.Value, graphKey, (short)IngestTaskType.SummarizeThread).RunAsync(cancellationToken);
                await connection.Connection.Statement(Ask, threadUuid, graphKey, threadKey, taskId).RunAsync(cancellationToken);
                return new RequestedSummary(graphKey, taskId);
            },
            cancellationToken);
}
