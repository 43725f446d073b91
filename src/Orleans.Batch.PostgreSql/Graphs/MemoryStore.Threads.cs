using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

public sealed partial class MemoryStore
{
    // Locked, so that the user cannot be deleted before its new thread exists and can be deleted with it.
    private const string HoldUser = "SELECT user_key FROM memory_user WHERE project_key = $1 AND user_id = $2 FOR KEY SHARE";

    private const string InsertThread =
        """
        INSERT INTO thread (project_key, thread_id, thread_uuid, user_key, graph_key)
        SELECT project_key, $2, $3, user_key, graph_key FROM memory_user WHERE user_key = $1
        ON CONFLICT (project_key, thread_id) DO NOTHING
        """;

    private const string SelectThread =
        """
        SELECT t.thread_id, t.thread_uuid, u.user_id, u.user_uuid, p.project_uuid, t.created_at, t.thread_key
        FROM thread t JOIN memory_user u USING (user_key) JOIN project p ON p.project_key = t.project_key
        WHERE t.project_key = $1 AND t.thread_id = $2
        """;

    /// <inheritdoc/>
    public ValueTask<MemoryThread> CreateThreadAsync(
        ProjectId project, string threadId, string userId, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                var userKey = await connection
                    .Statement(HoldUser, project.Value, userId)
                    .RowAsync(r => (long?)r.GetInt64(0), cancellationToken)
                    ?? throw BatchServiceException.NotFound("user", userId);
                var inserted = await connection
                    .Statement(InsertThread, userKey, threadId, Guid.CreateVersion7())
                    .RunAsync(cancellationToken);
                return inserted == 0
                    ? throw AlreadyExists($"session with id {threadId} already exists")
                    : (await FindThreadAsync(connection, project, threadId, cancellationToken)).Thread!;
            },
            cancellationToken);

    private static ValueTask<(MemoryThread? Thread, long Key)> FindThreadAsync(
        NpgsqlConnection connection, ProjectId project, string threadId, CancellationToken cancellationToken) =>
        connection
            .Statement(SelectThread, project.Value, threadId)
            .RowAsync(r => ((MemoryThread?)ReadThread(r), r.GetInt64(6)), cancellationToken);

    private static MemoryThread ReadThread(NpgsqlDataReader r) => new()
    {
        ThreadId = r.GetString(0),
        Uuid = r.GetGuid(1),
        UserId = r.GetString(2),
        UserUuid = r.GetGuid(3),
        ProjectUuid = r.GetGuid(4),
        CreatedAt = r.Instant(5),
    };
}
