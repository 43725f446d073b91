using Npgsql;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.PostgreSql.Realtime;

/// <summary>Lists tasks: live writes, deletions, and batches from their process call on.</summary>
internal sealed class TaskStore(Database database) : ITaskStore
{
    // Each of the two reads a range of its index; {0} and {1} continue after a cursor.
    private const string Select =
        $$"""
        SELECT * FROM (
            (SELECT task_uuid, kind, s.status, items, items - open AS ended, error_code, error_message,
                    created_at, started_at AS began_at, completed_at, created_at AS at
             FROM realtime_task t
             CROSS JOIN LATERAL (SELECT CASE
                 WHEN open > 0 AND open < items THEN {{Stored.IngestTaskStatus.Processing}}
                 WHEN open > 0 THEN {{Stored.IngestTaskStatus.Pending}}
                 WHEN failed > 0 THEN {{Stored.IngestTaskStatus.Failed}}
                 ELSE {{Stored.IngestTaskStatus.Succeeded}} END AS status) s
             WHERE project_key = $1 {0} AND ($2::int IS NULL OR s.status = $2) AND ($3::int IS NULL OR kind = $3)
             ORDER BY created_at DESC, task_uuid DESC LIMIT $4)
            UNION ALL
            (SELECT batch_uuid, {{Stored.IngestTaskType.Batch}}, s.status, item_count, p.ended, o.code, o.message,
                    created_at, processed_at, completed_at, processed_at
             FROM batch b
             CROSS JOIN LATERAL (SELECT CASE b.status
                 WHEN {{Stored.BatchStatus.Queued}} THEN {{Stored.IngestTaskStatus.Pending}}
                 WHEN {{Stored.BatchStatus.Processing}} THEN {{Stored.IngestTaskStatus.Processing}}
                 WHEN {{Stored.BatchStatus.Succeeded}} THEN {{Stored.IngestTaskStatus.Succeeded}}
                 WHEN {{Stored.BatchStatus.Partial}} THEN {{Stored.IngestTaskStatus.Partial}}
                 ELSE {{Stored.IngestTaskStatus.Failed}} END AS status) s
             CROSS JOIN LATERAL (SELECT coalesce(sum(succeeded + failed + skipped + canceled), 0)::int AS ended
                                 FROM batch_progress WHERE batch_key = b.batch_key) p
             LEFT JOIN LATERAL (SELECT code, message FROM item_outcome
                                WHERE batch_key = b.batch_key AND code IS NOT NULL ORDER BY sequence LIMIT 1) o
                 ON s.status IN ({{Stored.IngestTaskStatus.Failed}}, {{Stored.IngestTaskStatus.Partial}})
             WHERE project_key = $1 AND processed_at IS NOT NULL {1} AND ($2::int IS NULL OR s.status = $2)
               AND ($3::int IS NULL OR $3 = {{Stored.IngestTaskType.Batch}})
             ORDER BY processed_at DESC, batch_uuid DESC LIMIT $4)) task
        ORDER BY at DESC, task_uuid DESC LIMIT $4
        """;

    private const string AfterTask = "AND (created_at, task_uuid) < ($5::timestamptz, $6)";
    private const string AfterBatch = "AND (processed_at, batch_uuid) < ($5::timestamptz, $6)";

    private static readonly string First = Select.Replace("{0}", "", StringComparison.Ordinal).Replace("{1}", "", StringComparison.Ordinal);

    private static readonly string Next =
        Select.Replace("{0}", AfterTask, StringComparison.Ordinal).Replace("{1}", AfterBatch, StringComparison.Ordinal);

    /// <inheritdoc/>
    public ValueTask<TaskPage> ListTasksAsync(ProjectId project, TaskQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            List<object?> values = [project.Value, (int?)query.Status, (int?)query.Type, query.Limit + 1L];
            if (query.Cursor is { } cursor)
            {
                var after = SortPosition.Parse(cursor, "timestamptz");
                values.AddRange([after.Key, after.Uuid]);
            }

            var rows = await database.Requests
                .Statement(query.Cursor is null ? First : Next, [.. values])
                .RowsAsync(Read, cancellationToken);
            return rows.Count <= query.Limit
                ? new TaskPage([.. rows.Select(static r => r.Task)], null)
                : new TaskPage([.. rows.Take(query.Limit).Select(static r => r.Task)], rows[query.Limit - 1].Position.ToString());
        });

    private static (IngestTask Task, SortPosition Position) Read(NpgsqlDataReader r)
    {
        var uuid = r.GetGuid(0);
        var task = new IngestTask
        {
            TaskId = uuid,
            Type = (IngestTaskType)r.GetInt32(1),
            Status = (IngestTaskStatus)r.GetInt32(2),
            Items = r.GetInt32(3),
            ItemsEnded = r.GetInt32(4),
            Error = r.Text(5) is { } code ? new ItemError(code, r.Text(6) ?? "", Retryable: false, Attempts: 1) : null,
            CreatedAt = r.Instant(7),
            StartedAt = r.Maybe<DateTimeOffset>(8),
            CompletedAt = r.Maybe<DateTimeOffset>(9),
        };
        return (task, new SortPosition(r.Instant(10).UtcDateTime.ToString("O"), uuid));
    }
}
