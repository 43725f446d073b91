using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// The task of a deletion, recorded in the transaction that deletes. The content of a graph is removed later: then the
/// task is still open.
/// </summary>
internal static class DeletionTask
{
    /// <summary>Removes the entry of a graph whose content has been removed, and ends its task.</summary>
    public const string End =
        """
        WITH purged AS (DELETE FROM graph_purge WHERE graph_key = $1 RETURNING task_uuid)
        UPDATE realtime_task t SET open = 0, completed_at = sql_now() FROM purged WHERE t.task_uuid = purged.task_uuid
        """;

    private const string Insert =
        """
        INSERT INTO realtime_task (task_uuid, project_key, graph_key, kind, items, open, created_at, completed_at)
        SELECT $1, $2, $3, $4, 1, CASE WHEN $5 THEN 1 ELSE 0 END, t.now, CASE WHEN NOT $5 THEN t.now END
        FROM (SELECT sql_now() AS now OFFSET 0) t
        """;

    private const string Await = "UPDATE graph_purge SET task_uuid = $2 WHERE graph_key = $1";

    /// <summary>Whether the task exists, which means that the deletion is a repeat.</summary>
    public static ValueTask<bool> ExistsAsync(
        NpgsqlConnection connection, ProjectId project, Guid taskId, CancellationToken cancellationToken) =>
        connection
            .Statement("SELECT true FROM realtime_task WHERE task_uuid = $1 AND project_key = $2", taskId, project.Value)
            .RowAsync(r => r.GetBoolean(0), cancellationToken);

    /// <summary>Records the task.</summary>
    public static async ValueTask RecordAsync(
        NpgsqlConnection connection, ProjectId project, Guid taskId, AddressKind kind, long graphKey, CancellationToken cancellationToken)
    {
        var isPurged = kind != AddressKind.Thread;
        await connection
            .Statement(Insert, taskId, project.Value, graphKey, (short)TypeOf(kind), isPurged)
            .RunAsync(cancellationToken);
        if (isPurged)
        {
            await connection.Statement(Await, graphKey, taskId).RunAsync(cancellationToken);
        }
    }

    /// <summary>Records the task of a deletion that the transaction completes.</summary>
    public static async ValueTask RecordDoneAsync(
        NpgsqlConnection connection,
        ProjectId project,
        Guid taskId,
        IngestTaskType type,
        long graphKey,
        CancellationToken cancellationToken) =>
        await connection.Statement(Insert, taskId, project.Value, graphKey, (short)type, false).RunAsync(cancellationToken);

    private static IngestTaskType TypeOf(AddressKind kind) => kind switch
    {
        AddressKind.User => IngestTaskType.DeleteUser,
        AddressKind.Thread => IngestTaskType.DeleteThread,
        _ => IngestTaskType.DeleteGraph,
    };
}
