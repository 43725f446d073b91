using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// Creates objects with a given identity. A second call with it changes nothing and reads what the first one created, so
/// that a call may be repeated.
/// </summary>
internal static class DirectoryCreation
{
    private const string SelectUser =
        $"""
        SELECT {UserStore.UserColumns}
        FROM memory_user u JOIN graph g USING (graph_key) JOIN project p ON p.project_key = u.project_key
        WHERE u.project_key = $1 AND u.user_uuid = $2
        """;

    private const string SelectThread =
        $"""
        SELECT {ThreadStore.ThreadColumns}
        FROM thread t JOIN memory_user u USING (user_key) JOIN project p ON p.project_key = t.project_key
        WHERE t.project_key = $1 AND t.thread_uuid = $2
        """;

    // Locked, so that the user cannot be deleted before its new thread exists and can be deleted with it.
    private const string HoldUser = "SELECT user_key FROM memory_user WHERE project_key = $1 AND user_uuid = $2 FOR KEY SHARE";

    private const string InsertThread =
        """
        INSERT INTO thread (project_key, thread_id, thread_uuid, user_key, graph_key)
        SELECT project_key, $2, $3, user_key, graph_key FROM memory_user WHERE user_key = $1
        ON CONFLICT DO NOTHING
        """;

    private const string SelectGraph =
        $"SELECT {GraphStore.GraphColumns} FROM graph g JOIN project p USING (project_key) WHERE g.project_key = $1 AND g.graph_uuid = $2";

    private const string InsertGraph =
        """
        WITH moment AS MATERIALIZED (SELECT sql_now() AS at),
        new_graph AS (
            INSERT INTO graph (
                project_key, graph_id, graph_uuid, name, description, time_zone, folded_id, folded_name,
                folded_description, created_at, updated_at)
            SELECT $1, $2, $3, $4, $5, $6, $2, $7, $8, at, at FROM moment
            ON CONFLICT DO NOTHING
            RETURNING graph_key)
        INSERT INTO graph_state (graph_key) SELECT graph_key FROM new_graph
        """;

    public static async ValueTask<User> CreateUserAsync(
        WriteTransaction connection, ProjectId project, Guid uuid, string? userId, UserFields fields, CancellationToken cancellationToken)
    {
        await UserStore.RefuseIdOfAnotherUserAsync(connection, project, uuid, userId, cancellationToken);
        if (await UserStore.InsertAsync(connection, project, uuid, userId ?? uuid.ToString(), fields, cancellationToken) is { } created)
        {
            return created;
        }

        connection.Abandon(); // rolls the new graph back, which nothing refers to
        return await connection.Statement(SelectUser, project.Value, uuid).RowAsync(UserStore.ReadUser, cancellationToken)
            ?? throw BatchServiceException.Invalid(ErrorCodes.AlreadyExists, $"user already exists with user_id: {userId}");
    }

    /// <returns>Null when there is no such user.</returns>
    public static async ValueTask<MemoryThread?> CreateThreadAsync(
        WriteTransaction connection, ProjectId project, Guid uuid, Guid userUuid, CancellationToken cancellationToken)
    {
        var userKey = await connection
            .Statement(HoldUser, project.Value, userUuid)
            .RowAsync(r => (long?)r.GetInt64(0), cancellationToken);
        if (userKey is null)
        {
            return null;
        }

        await connection.Statement(InsertThread, userKey, uuid.ToString(), uuid).RunAsync(cancellationToken);
        return await connection.Statement(SelectThread, project.Value, uuid).RowAsync(ThreadStore.ReadThread, cancellationToken)
            ?? throw Taken("thread", uuid);
    }

    public static async ValueTask<Graph> CreateGraphAsync(
        WriteTransaction connection, ProjectId project, Guid uuid, GraphFields fields, CancellationToken cancellationToken)
    {
        await connection
            .Statement(
                InsertGraph, project.Value, uuid.ToString(), uuid, fields.Name, fields.Description, fields.TimeZone, GraphStore.Fold(fields.Name),
                GraphStore.Fold(fields.Description))
            .RunAsync(cancellationToken);
        return await connection.Statement(SelectGraph, project.Value, uuid).RowAsync(GraphStore.ReadGraph, cancellationToken)
            ?? throw Taken("graph", uuid);
    }

    // Only when a caller of the third version has chosen this very text as an id.
    private static BatchServiceException Taken(string what, Guid uuid) =>
        BatchServiceException.Invalid(ErrorCodes.AlreadyExists, $"{what} already exists with the id {uuid}");
}
