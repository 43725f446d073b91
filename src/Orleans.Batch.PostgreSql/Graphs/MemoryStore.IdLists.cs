using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Users and threads by their ids, each in the order of an index.</summary>
public sealed partial class MemoryStore
{
    // The page's ids first, so that only they are joined, independent of the planner's estimates.
    private const string UsersBehind =
        $"""
        SELECT {UserColumns}
        FROM (
            SELECT * FROM memory_user
            WHERE project_key = $1 AND user_id > $2 ORDER BY user_id LIMIT $3 OFFSET $4) u
        JOIN graph g USING (graph_key) JOIN project p ON p.project_key = u.project_key
        ORDER BY u.user_id
        """;

    private const string ThreadsBehind =
        """
        SELECT t.thread_id, t.thread_uuid, u.user_id, u.user_uuid, p.project_uuid, t.created_at
        FROM (
            SELECT * FROM thread
            WHERE project_key = $1 AND thread_id > $2 ORDER BY thread_id LIMIT $3 OFFSET $4) t
        JOIN memory_user u USING (user_key) JOIN project p ON p.project_key = t.project_key
        ORDER BY t.thread_id
        """;

    /// <inheritdoc/>
    public ValueTask<UserPage> ListUsersAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () => new UserPage(
            await database.Requests.Statement(UsersBehind, Values(project, query)).RowsAsync(ReadUser, cancellationToken),
            await CountAsync("memory_user", project, query, cancellationToken)));

    /// <inheritdoc/>
    public ValueTask<ThreadPage> ListThreadsAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () => new ThreadPage(
            await database.Requests.Statement(ThreadsBehind, Values(project, query)).RowsAsync(ReadThread, cancellationToken),
            await CountAsync("thread", project, query, cancellationToken)));

    private static object?[] Values(ProjectId project, IdQuery query) =>
    [
        project.Value,
        query.After ?? "",
        (long)query.PageSize,
        query.After is null ? (query.PageNumber - 1L) * query.PageSize : 0L,
    ];

    private async ValueTask<long?> CountAsync(
        string table, ProjectId project, IdQuery query, CancellationToken cancellationToken) =>
        query.After is not null
            ? null
            : await database.Requests
                .Statement($"SELECT count(*) FROM {table} WHERE project_key = $1", project.Value)
                .RowAsync(r => r.GetInt64(0), cancellationToken);
}
