using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Finds objects by identity or by id: a probe of a unique index for each.</summary>
internal static class AddressLookup
{
    private const string OfUser =
        "SELECT 2, u.user_uuid, u.user_id, g.graph_uuid, u.user_uuid FROM memory_user u JOIN graph g USING (graph_key)";

    private const string OfThread =
        """
        SELECT 3, t.thread_uuid, t.thread_id, g.graph_uuid, u.user_uuid
        FROM thread t JOIN graph g USING (graph_key) JOIN memory_user u USING (user_key)
        """;

    private const string OfGraph =
        """
        SELECT CASE WHEN g.graph_id IS NULL THEN 1 ELSE 0 END, g.graph_uuid, coalesce(g.graph_id, u.user_id), g.graph_uuid, u.user_uuid
        FROM graph g LEFT JOIN memory_user u USING (graph_key)
        """;

    private const string ByUuid =
        $"""
        SELECT a.* FROM unnest($2) AS q(uuid)
        CROSS JOIN LATERAL (
            ({OfUser} WHERE u.user_uuid = q.uuid AND u.project_key = $1 LIMIT 1)
            UNION ALL ({OfThread} WHERE t.thread_uuid = q.uuid AND t.project_key = $1 LIMIT 1)
            UNION ALL ({OfGraph} WHERE g.graph_uuid = q.uuid AND g.project_key = $1 LIMIT 1)) AS a
        """;

    private const string ById =
        $"""
        SELECT a.* FROM unnest($2) AS q(id)
        CROSS JOIN LATERAL ({OfUser} WHERE u.project_key = $1 AND u.user_id = q.id LIMIT 1) AS a
        UNION ALL
        SELECT a.* FROM unnest($3) AS q(id)
        CROSS JOIN LATERAL ({OfThread} WHERE t.project_key = $1 AND t.thread_id = q.id LIMIT 1) AS a
        UNION ALL
        SELECT a.* FROM unnest($4) AS q(id)
        CROSS JOIN LATERAL ({OfGraph} WHERE g.project_key = $1 AND g.graph_id = q.id LIMIT 1) AS a
        """;

    public static async ValueTask<IReadOnlyList<ObjectAddress>> FindByUuidAsync(
        NpgsqlDataSource source, ProjectId project, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken) =>
        await source.Statement(ByUuid, project.Value, uuids.ToArray()).RowsAsync(Read, cancellationToken);

    public static async ValueTask<IReadOnlyList<ObjectAddress>> FindByIdAsync(
        NpgsqlDataSource source, ProjectId project, ObjectIds ids, CancellationToken cancellationToken) =>
        await source
            .Statement(ById, project.Value, ids.Users.ToArray(), ids.Threads.ToArray(), ids.Graphs.ToArray())
            .RowsAsync(Read, cancellationToken);

    private static ObjectAddress Read(NpgsqlDataReader r) =>
        new((AddressKind)r.GetInt32(0), r.GetGuid(1), r.GetString(2), r.GetGuid(3), r.Maybe<Guid>(4));
}
