using Npgsql;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Standalone graphs.</summary>
internal sealed class GraphStore(Database database) : IGraphStore
{
    /// <summary>The columns that <see cref="ReadGraph"/> expects: of graph g and project p.</summary>
    internal const string GraphColumns =
        "g.graph_id, g.graph_uuid, g.name, g.description, g.time_zone, p.project_uuid, g.created_at, g.updated_at";

    private const string InsertGraph =
        """
        WITH moment AS MATERIALIZED (SELECT sql_now() AS at),
        new_graph AS (
            INSERT INTO graph (
                project_key, graph_id, graph_uuid, name, description, time_zone, folded_id, folded_name,
                folded_description, created_at, updated_at)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, at, at FROM moment
            ON CONFLICT (project_key, graph_id) WHERE graph_id IS NOT NULL DO NOTHING
            RETURNING graph_key)
        INSERT INTO graph_state (graph_key) SELECT graph_key FROM new_graph
        """;

    private const string SelectGraphs =
        $"SELECT {GraphColumns} FROM graph g JOIN project p USING (project_key) WHERE g.project_key = $1";

    private const string GraphMatches =
        " AND g.graph_id IS NOT NULL AND ($2::text IS NULL OR g.folded_id LIKE $2 OR g.folded_name LIKE $2 OR g.folded_description LIKE $2)";

    private const string UpdateGraph =
        $"""
        UPDATE graph g SET
            name = coalesce($3, g.name), folded_name = coalesce($4, g.folded_name),
            description = coalesce($5, g.description), folded_description = coalesce($7, g.folded_description),
            time_zone = coalesce($6, g.time_zone), updated_at = sql_now()
        FROM project p
        WHERE g.project_key = $1 AND g.graph_id = $2 AND p.project_key = g.project_key
        RETURNING {GraphColumns}
        """;

    /// <inheritdoc/>
    public ValueTask<Graph> CreateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                var inserted = await connection
                    .Statement(
                        InsertGraph, project.Value, graphId, Guid.CreateVersion7(), fields.Name, fields.Description,
                        fields.TimeZone, Fold(graphId), Fold(fields.Name), Fold(fields.Description))
                    .RunAsync(cancellationToken);
                return inserted == 0
                    ? throw BatchServiceException.Invalid(ErrorCodes.AlreadyExists, $"graph already exists with graph_id: {graphId}")
                    : (await connection
                        .Statement(SelectGraphs + " AND g.graph_id = $2", project.Value, graphId)
                        .RowAsync(ReadGraph, cancellationToken))!;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Graph?> FindGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => database.Requests
            .Statement(SelectGraphs + " AND g.graph_id = $2", project.Value, graphId).RowAsync(ReadGraph, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<Graph?> UpdateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken) =>
        database.WriteAsync(
            connection => connection
                .Statement(
                    UpdateGraph, project.Value, graphId, fields.Name, Fold(fields.Name), fields.Description, fields.TimeZone,
                    Fold(fields.Description))
                .RowAsync(ReadGraph, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<GraphPage> ListGraphsAsync(ProjectId project, GraphQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var pattern = Pattern(query.Search);
            if (query.After is not null)
            {
                return new GraphPage(
                    await database.Requests
                        .Statement(
                            $"{SelectGraphs}{GraphMatches} AND g.graph_id > $3 ORDER BY g.graph_id LIMIT $4",
                            project.Value, pattern, query.After, (long)query.PageSize)
                        .RowsAsync(ReadGraph, cancellationToken),
                    TotalCount: null);
            }

            var total = await database.Requests
                .Statement("SELECT count(*) FROM graph g WHERE g.project_key = $1" + GraphMatches, project.Value, pattern)
                .RowAsync(r => r.GetInt64(0), cancellationToken);
            var graphs = await database.Requests
                .Statement(
                    $"{SelectGraphs}{GraphMatches} ORDER BY {OrderBy(query)} LIMIT $3 OFFSET $4",
                    project.Value, pattern, (long)query.PageSize, (query.PageNumber - 1L) * query.PageSize)
                .RowsAsync(ReadGraph, cancellationToken);
            return new GraphPage(graphs, total);
        });

    /// <summary>The form in which lists are searched.</summary>
    internal static string? Fold(string? text) => text?.ToLowerInvariant();

    private static string? Pattern(string? search) =>
        string.IsNullOrEmpty(search) ? null : LikePattern.Containing(search.ToLowerInvariant());

    // The key makes the order total: without it a graph could be on two pages or on none.
    private static string OrderBy(GraphQuery query)
    {
        var direction = query.Ascending ? "ASC" : "DESC";
        return query.Order switch
        {
            GraphOrder.GraphId => $"g.graph_id {direction}",
            GraphOrder.Name => $"g.name COLLATE \"C\" {direction} NULLS LAST, g.graph_key {direction}",
            _ => $"g.created_at {direction}, g.graph_key {direction}",
        };
    }

    /// <summary>Reads a graph.</summary>
    internal static Graph ReadGraph(NpgsqlDataReader r) => new()
    {
        GraphId = r.GetString(0),
        Uuid = r.GetGuid(1),
        Name = r.Text(2),
        Description = r.Text(3),
        TimeZone = r.Text(4),
        ProjectUuid = r.GetGuid(5),
        CreatedAt = r.Instant(6),
        UpdatedAt = r.Instant(7),
    };
}
