using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Users.</summary>
internal sealed class UserStore(Database database) : IUserStore
{
    /// <summary>The columns that <see cref="ReadUser"/> expects: of user u, graph g and project p.</summary>
    internal const string UserColumns =
        """
        u.user_id, u.user_uuid, g.graph_uuid, p.project_uuid, u.email, u.first_name, u.last_name, u.metadata, u.time_zone,
        u.disable_default_ontology, u.created_at, u.updated_at
        """;

    // A conflict returns no row; the surrounding transaction rolls the new graph back.
    private const string InsertUser =
        """
        WITH moment AS MATERIALIZED (SELECT sql_now() AS at),
        new_graph AS (
            INSERT INTO graph (project_key, graph_uuid, created_at, updated_at)
            SELECT $1, $4, at, at FROM moment RETURNING graph_key),
        new_state AS (INSERT INTO graph_state (graph_key) SELECT graph_key FROM new_graph)
        INSERT INTO memory_user (
            project_key, user_id, user_uuid, graph_key, email, first_name, last_name, metadata, time_zone,
            disable_default_ontology, folded, created_at, updated_at)
        SELECT $1, $2, $3, graph_key, $5, $6, $7, $8, $9, $10, $11, at, at FROM new_graph, moment
        ON CONFLICT DO NOTHING
        RETURNING graph_key
        """;

    private const string SelectUser =
        $"""
        SELECT {UserColumns}
        FROM memory_user u JOIN graph g USING (graph_key) JOIN project p ON p.project_key = u.project_key
        WHERE u.project_key = $1 AND u.user_id = $2
        """;

    // A name that no item can precede. The node stays when nothing refers to it, because it is the user's (AssertionRemoval).
    private const string InsertNode =
        $$"""
        WITH added AS (
            INSERT INTO node (node_uuid, name, named_at, named_ord, labels, created_at)
            SELECT $3, $4, '-infinity', 0, '{{{UserNames.Label}}}', created_at FROM memory_user WHERE project_key = $1 AND user_id = $2)
        {{SelectUser}}
        """;

    // The last twenty names before the present one.
    private const string UpdateUser =
        $"""
        UPDATE memory_user u SET
            former_names = CASE
                WHEN btrim(concat_ws(' ', u.first_name, u.last_name)) <> ''
                     AND (coalesce($4, u.first_name), coalesce($5, u.last_name)) IS DISTINCT FROM (u.first_name, u.last_name)
                THEN (array_remove(u.former_names, concat_ws(' ', u.first_name, u.last_name))
                      || concat_ws(' ', u.first_name, u.last_name))[greatest(1, cardinality(u.former_names) - 18):]
                ELSE u.former_names END,
            email = coalesce($3, u.email), first_name = coalesce($4, u.first_name), last_name = coalesce($5, u.last_name),
            metadata = coalesce($6, u.metadata), time_zone = coalesce($7, u.time_zone),
            disable_default_ontology = coalesce($8, u.disable_default_ontology), updated_at = sql_now()
        FROM graph g, project p
        WHERE u.project_key = $1 AND u.user_id = $2 AND g.graph_key = u.graph_key AND p.project_key = u.project_key
        RETURNING {UserColumns}, u.graph_key
        """;

    private const string RenameNode = "UPDATE node SET name = $2 WHERE node_uuid = $1 AND name <> $2";

    private const string SetFolded = "UPDATE memory_user SET folded = $2 WHERE graph_key = $1";

    // The page's users first, so that only they are joined, independent of the planner's estimates.
    private const string ReadPage =
        $$"""
        SELECT {{UserColumns}}
        FROM ({0}) u
        JOIN graph g USING (graph_key) JOIN project p ON p.project_key = u.project_key
        ORDER BY {1}
        """;

    /// <inheritdoc/>
    public ValueTask<User> CreateUserAsync(
        ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                var uuid = Guid.CreateVersion7();
                await RefuseIdOfAnotherUserAsync(connection, project, uuid, userId, cancellationToken);
                return await InsertAsync(connection, project, uuid, userId, fields, cancellationToken)
                    ?? throw BatchServiceException.Invalid(ErrorCodes.AlreadyExists, $"user already exists with user_id: {userId}");
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<User?> FindUserAsync(ProjectId project, string userId, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => database.Requests
            .Statement(SelectUser, project.Value, userId).RowAsync(ReadUser, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<User?> UpdateUserAsync(
        ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                var (user, graphKey) = await connection
                    .Statement(
                        UpdateUser, project.Value, userId, fields.Email, fields.FirstName, fields.LastName, fields.Metadata?.Value,
                        fields.TimeZone, fields.DisableDefaultOntology)
                    .RowAsync(r => (ReadUser(r), r.GetInt64(12)), cancellationToken);
                if (user is not null && (fields.FirstName ?? fields.LastName ?? fields.Email) is not null)
                {
                    var folded = Fold(userId, user.FirstName, user.LastName, user.Email);
                    await connection.Statement(SetFolded, graphKey, folded).RunAsync(cancellationToken);
                }

                if (user is not null && (fields.FirstName ?? fields.LastName) is not null)
                {
                    var (node, name) = (NodeId.OfUser(graphKey), UserNames.Display(user.FirstName, user.LastName, userId));
                    await connection.Statement(RenameNode, node, name).RunAsync(cancellationToken);
                    await AssertionRemoval.ForgetAsync(connection, 1, [node], cancellationToken);
                    await connection.Statement(SearchIndexStore.IndexSomeNodes, graphKey, new[] { node }).RunAsync(cancellationToken);
                }

                return user;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<UserPage> ListUsersAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var page = new IdPage("memory_user", "user_id", "user_uuid", project, query);
            var sql = ReadPage
                .Replace("{0}", page.Select, StringComparison.Ordinal).Replace("{1}", page.OrderOf("u"), StringComparison.Ordinal);
            return new UserPage(
                await database.Requests.Statement(sql, page.Values).RowsAsync(ReadUser, cancellationToken),
                await page.CountAsync(database.Requests, cancellationToken));
        });

    /// <summary>The form in which lists are searched.</summary>
    internal static string Fold(string userId, string? firstName, string? lastName, string? email) =>
        $"{userId}\n{firstName} {lastName}\n{email}".ToLowerInvariant();

    /// <summary>Creates a user, its graph and its node.</summary>
    /// <returns>Null where the id or the identity is in use; then the transaction must be rolled back.</returns>
    internal static async ValueTask<User?> InsertAsync(
        WriteTransaction connection, ProjectId project, Guid uuid, string userId, UserFields fields, CancellationToken cancellationToken)
    {
        var graphKey = await connection
            .Statement(
                InsertUser, project.Value, userId, uuid, Guid.CreateVersion7(), fields.Email, fields.FirstName, fields.LastName,
                fields.Metadata?.Value, fields.TimeZone, fields.DisableDefaultOntology,
                Fold(userId, fields.FirstName, fields.LastName, fields.Email))
            .RowAsync(r => r.GetInt64(0), cancellationToken);
        if (graphKey == 0)
        {
            return null;
        }

        var name = UserNames.Display(fields.FirstName, fields.LastName, userId);
        return await connection
            .Statement(InsertNode, project.Value, userId, NodeId.OfUser(graphKey), name)
            .RowAsync(ReadUser, cancellationToken);
    }

    /// <summary>
    /// Refuses an id that is another user's UUID: both name a user, and one name must not mean two. A UUID made later
    /// cannot collide by chance.
    /// </summary>
    internal static async ValueTask RefuseIdOfAnotherUserAsync(
        WriteTransaction connection, ProjectId project, Guid uuid, string? userId, CancellationToken cancellationToken)
    {
        if (Guid.TryParseExact(userId, "D", out var other)
            && other != uuid
            && await connection
                .Statement("SELECT true FROM memory_user WHERE user_uuid = $1 AND project_key = $2", other, project.Value)
                .RowAsync(r => r.GetBoolean(0), cancellationToken))
        {
            throw BatchServiceException.Invalid(ErrorCodes.AlreadyExists, $"user_id is the uuid of another user, which already exists: {userId}");
        }
    }

    /// <summary>Reads a user.</summary>
    internal static User ReadUser(NpgsqlDataReader r) => new()
    {
        UserId = r.GetString(0),
        Uuid = r.GetGuid(1),
        GraphUuid = r.GetGuid(2),
        ProjectUuid = r.GetGuid(3),
        Email = r.Text(4),
        FirstName = r.Text(5),
        LastName = r.Text(6),
        Metadata = r.Json(7),
        TimeZone = r.Text(8),
        DisableDefaultOntology = r.Maybe<bool>(9),
        CreatedAt = r.Instant(10),
        UpdatedAt = r.Instant(11),
    };
}
