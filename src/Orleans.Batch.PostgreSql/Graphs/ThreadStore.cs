using Npgsql;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Threads and their messages.</summary>
internal sealed class ThreadStore(Database database) : IThreadStore
{
    /// <summary>The columns that <see cref="ReadThread"/> expects: of thread t, user u and project p.</summary>
    internal const string ThreadColumns =
        """
        t.thread_id, t.thread_uuid, u.user_id, u.user_uuid, p.project_uuid, t.created_at,
        (SELECT graph_uuid FROM graph WHERE graph_key = t.graph_key)
        """;

    // Locked, so that the user cannot be deleted before its new thread exists and can be deleted with it.
    private const string HoldUser = "SELECT user_key FROM memory_user WHERE project_key = $1 AND user_id = $2 FOR KEY SHARE";

    private const string InsertThread =
        """
        INSERT INTO thread (project_key, thread_id, thread_uuid, user_key, graph_key)
        SELECT project_key, $2, $3, user_key, graph_key FROM memory_user WHERE user_key = $1
        ON CONFLICT (project_key, thread_id) DO NOTHING
        """;

    private const string SelectThread =
        $"""
        SELECT {ThreadColumns}, t.thread_key
        FROM thread t JOIN memory_user u USING (user_key) JOIN project p ON p.project_key = t.project_key
        WHERE t.project_key = $1 AND t.thread_id = $2
        """;

    private const string SummaryColumns = $"{ThreadColumns}, s.content, s.created_at, s.made_at, s.through_at";

    private const string SelectSummaries =
        $"""
        SELECT {SummaryColumns}
        FROM thread t JOIN memory_user u USING (user_key) JOIN project p ON p.project_key = t.project_key
        CROSS JOIN LATERAL (SELECT * FROM summary WHERE subject_uuid = t.thread_uuid AND content IS NOT NULL LIMIT 1) s
        WHERE t.graph_key = $1 AND t.thread_uuid > $2
        ORDER BY t.thread_uuid LIMIT $3
        """;

    private const string SelectSummary =
        $"""
        SELECT {SummaryColumns}
        FROM thread t JOIN memory_user u USING (user_key) JOIN project p ON p.project_key = t.project_key
        LEFT JOIN LATERAL (SELECT * FROM summary WHERE subject_uuid = t.thread_uuid AND content IS NOT NULL LIMIT 1) s ON true
        WHERE t.project_key = $1 AND t.thread_id = $2
        """;

    // The page's threads first, so that only they are joined, independent of the planner's estimates.
    private const string ReadPage =
        $$"""
        SELECT {{ThreadColumns}}
        FROM ({0}) t
        JOIN memory_user u USING (user_key) JOIN project p ON p.project_key = t.project_key
        ORDER BY {1}
        """;

    private const string ThreadsOfUser =
        $"""
        SELECT {ThreadColumns}
        FROM memory_user u JOIN project p USING (project_key) CROSS JOIN LATERAL (
            SELECT * FROM thread WHERE user_key = u.user_key ORDER BY thread_id LIMIT $3) t
        WHERE u.project_key = $1 AND u.user_id = $2 ORDER BY t.thread_id
        """;

    private const string CountMessages =
        """
        SELECT (SELECT count(*) FROM graph_episode WHERE thread_key = $1)
             + (SELECT count(*) FROM realtime_item WHERE thread_key = $1)
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
                    ? throw BatchServiceException.Invalid(ErrorCodes.AlreadyExists, $"session with id {threadId} already exists")
                    : (await FindThreadAsync(connection, project, threadId, cancellationToken)).Thread!;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ThreadPage> ListThreadsAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var page = new IdPage("thread", "thread_id", "thread_uuid", project, query);
            var sql = ReadPage
                .Replace("{0}", page.Select, StringComparison.Ordinal).Replace("{1}", page.OrderOf("t"), StringComparison.Ordinal);
            return new ThreadPage(
                await database.Requests.Statement(sql, page.Values).RowsAsync(ReadThread, cancellationToken),
                await page.CountAsync(database.Requests, cancellationToken));
        });

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MemoryThread>?> FindUserThreadsAsync(
        ProjectId project, string userId, CancellationToken cancellationToken) =>
        database.ReadGraphAsync<IReadOnlyList<MemoryThread>>(
            project,
            GraphTarget.ForUser(userId),
            async _ => await database.Requests
                .Statement(ThreadsOfUser, project.Value, userId, (long)Limits.PerPage).RowsAsync(ReadThread, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ThreadMessages?> FindMessagesAsync(
        ProjectId project, string threadId, MessageQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await using var connection = await database.Requests.OpenConnectionAsync(cancellationToken);
            var (thread, key) = await FindThreadAsync(connection, project, threadId, cancellationToken);
            if (thread is null)
            {
                return null;
            }

            var total = await connection.Statement(CountMessages, key).RowAsync(r => r.GetInt64(0), cancellationToken);

            // A message added in real time is visible at once, after those of the same time that are already in the graph.
            var direction = query.Last is null ? "" : "DESC";
            var order = $"ORDER BY reference_time {direction}, number {direction}";
            var positions =
                $"""
                SELECT * FROM (
                    (SELECT episode_uuid, reference_time, number, thread_key, true AS processed FROM graph_episode
                     WHERE thread_key = $1 {order} LIMIT $2 + least($3, 1 << 30))
                    UNION ALL
                    SELECT episode_uuid, reference_time, (1::bigint << 62) | position, thread_key, false FROM realtime_item
                    WHERE thread_key = $1) message
                {order} LIMIT $2 OFFSET $3
                """;
            var messages = await connection
                .Statement(
                    EpisodeRows.At(positions, "e.processed") + " ORDER BY e.reference_time, e.number",
                    key, (long)(query.Last ?? query.Limit), query.Last is null ? query.Cursor : 0)
                .RowsAsync(EpisodeRows.Read, cancellationToken);
            return new ThreadMessages(thread, messages, total);
        });

    /// <inheritdoc/>
    public ValueTask<ThreadSummary?> FindSummaryAsync(ProjectId project, string threadId, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => database.Requests
            .Statement(SelectSummary, project.Value, threadId).RowAsync(r => (ThreadSummary?)ReadSummary(r), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ThreadSummary>?> FindSummariesAsync(
        ProjectId project, GraphTarget target, Guid? after, int limit, CancellationToken cancellationToken) =>
        database.ReadGraphAsync<IReadOnlyList<ThreadSummary>>(
            project,
            target,
            async scope => await database.Requests
                .Statement(SelectSummaries, scope.Key, after ?? Guid.Empty, (long)limit).RowsAsync(ReadSummary, cancellationToken),
            cancellationToken);

    private static ThreadSummary ReadSummary(NpgsqlDataReader r) => new()
    {
        Thread = ReadThread(r),
        Text = r.Text(7),
        CreatedAt = r.Maybe<DateTimeOffset>(8),
        UpdatedAt = r.Maybe<DateTimeOffset>(9),
        LastMessageAt = r.Maybe<DateTimeOffset>(10),
    };

    private static ValueTask<(MemoryThread? Thread, long Key)> FindThreadAsync(
        NpgsqlConnection connection, ProjectId project, string threadId, CancellationToken cancellationToken) =>
        connection
            .Statement(SelectThread, project.Value, threadId)
            .RowAsync(r => ((MemoryThread?)ReadThread(r), r.GetInt64(7)), cancellationToken);

    /// <summary>Reads a thread.</summary>
    internal static MemoryThread ReadThread(NpgsqlDataReader r) => new()
    {
        ThreadId = r.GetString(0),
        Uuid = r.GetGuid(1),
        UserId = r.GetString(2),
        UserUuid = r.GetGuid(3),
        ProjectUuid = r.GetGuid(4),
        CreatedAt = r.Instant(5),
        GraphUuid = r.GetGuid(6),
    };
}
