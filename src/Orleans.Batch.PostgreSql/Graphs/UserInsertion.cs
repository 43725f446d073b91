using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// Inserts many users with their graphs and nodes. A user's row comes first, under a key that its graph gets afterwards: a
/// user that exists has no graph to take back.
/// </summary>
internal sealed class UserInsertion
{
    // Both a user's id and its identity name it, and one name must not mean two (UserStore.RefuseIdOfAnotherUserAsync).
    private const string FindTaken =
        """
        SELECT q.position FROM unnest($2, $3, $4) AS q(position, uuid, id) JOIN memory_user u ON u.user_uuid = q.uuid
        WHERE u.project_key = $1 AND u.user_id <> q.id
        """;

    // The subquery is a probe of an index for each id. One that is created meanwhile only costs a key.
    private const string TakeKeys =
        """
        SELECT q.position, nextval('graph_graph_key_seq') FROM unnest($2, $3) AS q(position, id)
        WHERE (SELECT true FROM memory_user WHERE project_key = $1 AND user_id = q.id) IS NULL
        """;

    // References are checked at the end of the statement.
    private const string Insert =
        $$"""
        WITH moment AS MATERIALIZED (SELECT sql_now() AS at),
        given AS MATERIALIZED (
            SELECT * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) WITH ORDINALITY AS g(
                user_id, user_uuid, graph_key, graph_uuid, node_uuid, node_name, email, first_name, last_name, metadata, time_zone,
                disable_default_ontology, folded, place)),
        new_user AS (
            INSERT INTO memory_user (
                project_key, user_id, user_uuid, graph_key, email, first_name, last_name, metadata, time_zone,
                disable_default_ontology, folded, created_at, updated_at)
            SELECT $1, user_id, user_uuid, graph_key, email, first_name, last_name, metadata, time_zone,
                disable_default_ontology, folded, at, at
            FROM given, moment ORDER BY place
            ON CONFLICT DO NOTHING
            RETURNING graph_key),
        new_graph AS (
            INSERT INTO graph (graph_key, project_key, graph_uuid, created_at, updated_at) OVERRIDING SYSTEM VALUE
            SELECT graph_key, $1, graph_uuid, at, at FROM given JOIN new_user USING (graph_key), moment),
        new_state AS (INSERT INTO graph_state (graph_key) SELECT graph_key FROM new_user),
        new_node AS (
            INSERT INTO node (node_uuid, name, named_at, named_ord, labels, created_at)
            SELECT node_uuid, node_name, '-infinity', 0, '{{{UserNames.Label}}}', at FROM given JOIN new_user USING (graph_key), moment),
        imported AS (
            INSERT INTO import_destination (import_key, kind, destination_key)
            SELECT $15::bigint, {{Stored.DestinationKind.User}}, graph_key FROM new_user WHERE $15::bigint IS NOT NULL)
        SELECT count(*) FROM new_user
        """;

    private readonly (NewUser User, long GraphKey)[] _users;

    private UserInsertion((NewUser User, long GraphKey)[] users) => _users = users;

    /// <summary>How many users are to be inserted.</summary>
    public int Count => _users.Length;

    /// <summary>Finds those of the users that do not exist, and adds problems for ids that cannot be used.</summary>
    public static async ValueTask<UserInsertion> PrepareAsync(
        WriteTransaction connection, ProjectId project, IReadOnlyList<NewUser> users, ProblemList problems, CancellationToken cancellationToken)
    {
        if (users.Count == 0)
        {
            return new([]);
        }

        var order = DestinationCreation.Order(users.Select(static u => u.UserId));
        int[] uuids = [.. order.Where(i => Guid.TryParseExact(users[i].UserId, "D", out _))];
        await using var batch = connection.Batch();
        batch.BatchCommands.Add(Statements.Command(
            FindTaken, project.Value, uuids, Array.ConvertAll(uuids, i => Guid.ParseExact(users[i].UserId, "D")), Ids(uuids)));
        batch.BatchCommands.Add(Statements.Command(TakeKeys, project.Value, order, Ids(order)));
        await using var reader = await connection.ReadAsync(batch, cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            Refuse(reader.GetInt32(0));
        }

        await reader.NextResultAsync(cancellationToken);
        var missing = new List<(NewUser, long)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            missing.Add((users[reader.GetInt32(0)], reader.GetInt64(1)));
        }

        return new([.. missing]);

        string[] Ids(int[] positions) => Array.ConvertAll(positions, i => users[i].UserId);

        void Refuse(int position) => problems.Add(
            DestinationRules.Users,
            position,
            "user_id",
            ErrorCodes.AlreadyExists,
            $"user_id is the uuid of another user, which already exists: {users[position].UserId}");
    }

    /// <summary>The statement that inserts them and returns their number; null when there are none.</summary>
    public NpgsqlBatchCommand? Command(ProjectId project, long? importKey) => _users.Length == 0 ? null : Statements.Command(
        Insert,
        project.Value,
        Values(static u => u.User.UserId),
        Values(static _ => Guid.CreateVersion7()),
        Values(static u => u.GraphKey),
        Values(static _ => Guid.CreateVersion7()),
        Values(static u => NodeId.OfUser(u.GraphKey)),
        Values(static u => UserNames.Display(u.User.Fields.FirstName, u.User.Fields.LastName, u.User.UserId)),
        Values(static u => u.User.Fields.Email),
        Values(static u => u.User.Fields.FirstName),
        Values(static u => u.User.Fields.LastName),
        Values(static u => u.User.Fields.Metadata?.Value),
        Values(static u => u.User.Fields.TimeZone),
        Values(static u => u.User.Fields.DisableDefaultOntology),
        Values(static u => UserStore.Fold(u.User.UserId, u.User.Fields.FirstName, u.User.Fields.LastName, u.User.Fields.Email)),
        importKey);

    private T[] Values<T>(Converter<(NewUser User, long GraphKey), T> value) => Array.ConvertAll(_users, value);
}
