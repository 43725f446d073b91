using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Realtime;

public sealed partial class RealtimeStore
{
    private const string SelectTask =
        """
        SELECT task_uuid, kind, items, open, failed, error_code, error_message, created_at, completed_at,
               started_at, params
        FROM realtime_task WHERE task_uuid = $1 AND project_key = $2
        """;

    private const string DeleteExpired =
        """
        DELETE FROM realtime_task WHERE ctid = ANY (ARRAY(
            SELECT t.ctid FROM project p CROSS JOIN LATERAL (
                SELECT ctid FROM realtime_task
                WHERE project_key = p.project_key AND completed_at < (SELECT sql_now() - interval '30 days')
                ORDER BY completed_at LIMIT $1 FOR UPDATE SKIP LOCKED) t
            LIMIT $1))
        """;

    /// <inheritdoc/>
    public ValueTask<bool> RemoveExpiredAsync(int limit, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
            await database.Background.Statement(DeleteExpired, (long)limit).RunAsync(cancellationToken) == limit);

    /// <inheritdoc/>
    public ValueTask<IngestTask?> FindTaskAsync(ProjectId project, Guid taskId, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => database.Live.Statement(SelectTask, taskId, project.Value).RowAsync(ReadTask, cancellationToken));

    private static IngestTask ReadTask(NpgsqlDataReader r)
    {
        var (items, open, failed) = (r.GetInt32(2), r.GetInt32(3), r.GetInt32(4));
        return new IngestTask
        {
            TaskId = r.GetGuid(0),
            Type = (IngestTaskType)r.GetInt16(1),
            Status = open == 0 ? failed > 0 ? IngestTaskStatus.Failed : IngestTaskStatus.Succeeded
                : open < items ? IngestTaskStatus.Processing
                : IngestTaskStatus.Pending,
            Items = items,
            ItemsEnded = items - open,
            Error = r.Text(5) is { } code ? new ItemError(code, r.Text(6) ?? "", Retryable: false, Attempts: 1) : null,
            CreatedAt = r.Instant(7),
            CompletedAt = r.Maybe<DateTimeOffset>(8),
            StartedAt = r.Maybe<DateTimeOffset>(9),
            Params = r.Json(10),
        };
    }
}
