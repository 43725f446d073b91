using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// The rule of who may touch the content of a graph: the project that owns it. Statements over episodes, nodes and facts
/// take a <see cref="GraphScope"/>, and requests get theirs here or, for one episode, from <see cref="EpisodeReach"/>.
/// A graph of another project is not found.
/// </summary>
internal static class GraphAccess
{
    private const string SelectByTarget =
        """
        SELECT graph_key FROM graph WHERE project_key = $1 AND graph_id = $2
        UNION ALL SELECT graph_key FROM memory_user WHERE project_key = $1 AND user_id = $3
        """;

    private const string SelectByUuid =
        """
        SELECT graph_key FROM graph WHERE project_key = $1 AND graph_uuid = $2
        UNION ALL SELECT graph_key FROM memory_user WHERE project_key = $1 AND user_uuid = $2
        """;

    private const string SelectByKey = "SELECT graph_key FROM graph WHERE graph_key = $1 AND project_key = $2";

    /// <summary>Reads from the graph that a caller names; null if the project has none.</summary>
    public static ValueTask<T?> ReadGraphAsync<T>(
        this Database database,
        ProjectId project,
        GraphTarget target,
        Func<GraphScope, ValueTask<T?>> read,
        CancellationToken cancellationToken)
        where T : class => StoreFaults.Translate(async () =>
            await database.Requests.FindGraphAsync(project, target, cancellationToken) is { } scope ? await read(scope) : null);

    /// <summary>Reads from the graph of a node or fact; null if the project has none.</summary>
    public static ValueTask<T?> ReadGraphOfAsync<T>(
        this Database database,
        ProjectId project,
        Guid id,
        Func<GraphScope, ValueTask<T?>> read,
        CancellationToken cancellationToken)
        where T : class => StoreFaults.Translate(async () =>
            await database.Requests.FindGraphOfAsync(project, id, cancellationToken) is { } scope ? await read(scope) : null);

    /// <summary>The graph that a caller names, inside a transaction; or null.</summary>
    public static ValueTask<GraphScope?> FindGraphAsync(
        this NpgsqlConnection connection, ProjectId project, GraphTarget target, CancellationToken cancellationToken) =>
        connection.Statement(SelectByTarget, project.Value, target.GraphId, target.UserId).RowAsync(ReadScope, cancellationToken);

    /// <summary>The graph with this identity, or of the user with this identity, inside a transaction; or null.</summary>
    public static ValueTask<GraphScope?> FindGraphAsync(
        this NpgsqlConnection connection, ProjectId project, Guid uuid, CancellationToken cancellationToken) =>
        connection.Statement(SelectByUuid, project.Value, uuid).RowAsync(ReadScope, cancellationToken);

    /// <summary>The graph of a node or fact, inside a transaction; or null.</summary>
    public static ValueTask<GraphScope?> FindGraphOfAsync(
        this NpgsqlConnection connection, ProjectId project, Guid id, CancellationToken cancellationToken) =>
        connection.Statement(SelectByKey, GraphBoundId.GraphKey(id), project.Value).RowAsync(ReadScope, cancellationToken);

    private static ValueTask<GraphScope?> FindGraphAsync(
        this NpgsqlDataSource source, ProjectId project, GraphTarget target, CancellationToken cancellationToken) =>
        source.Statement(SelectByTarget, project.Value, target.GraphId, target.UserId).RowAsync(ReadScope, cancellationToken);

    // Any UUID contains the key of some graph: that the project owns it keeps projects apart.
    private static ValueTask<GraphScope?> FindGraphOfAsync(
        this NpgsqlDataSource source, ProjectId project, Guid id, CancellationToken cancellationToken) =>
        source.Statement(SelectByKey, GraphBoundId.GraphKey(id), project.Value).RowAsync(ReadScope, cancellationToken);

    private static GraphScope? ReadScope(NpgsqlDataReader r) => GraphScope.FromKey(r.GetInt64(0));
}
