using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

public sealed partial class MemoryStore
{
    private const string GraphColumns =
        "g.graph_id, g.graph_uuid, g.name, g.description, g.time_zone, p.project_uuid, g.created_at, g.updated_at";

    private const string InsertGraph =
        """
        WITH moment AS MATERIALIZED (SELECT sql_now() AS at),
        new_graph AS (
            INSERT INTO graph (
                project_key, graph_id, graph_uuid, name, description, time_zone, folded_id, folded_name, created_at, updated_at)
            SELECT $1, $2, $3, $4, $5, $6, $7, $8, at, at FROM moment
            ON CONFLICT (project_key, graph_id) WHERE graph_id IS NOT NULL DO NOTHING
            RETURNING graph_key)
        INSERT INTO graph_state (graph_key) SELECT graph_key FROM new_graph
        """;

    private const string SelectGraphs =
        $"SELECT {GraphColumns} FROM graph g JOIN project p USING (project_key) WHERE g.project_key = $1";

    private const string UpdateGraph =
        $"""
        UPDATE graph g SET
            name = coalesce($3, g.name), folded_name = coalesce($4, g.folded_name),
            description = coalesce($5, g.description), time_zone = coalesce($6, g.time_zone), updated_at = sql_now()
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
                        fields.TimeZone, Fold(graphId), Fold(fields.Name))
                    .RunAsync(cancellationToken);
                return inserted == 0
                    ? throw AlreadyExists($"graph already exists with graph_id: {graphId}")
                    : (await connection
                        .Statement(SelectGraphs + " AND g.graph_id = $2", project.Value, graphId)
                        .RowAsync(ReadGraph, cancellationToken))!;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Graph?> FindGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken) =>
        FindOneAsync(SelectGraphs + " AND g.graph_id = $2", ReadGraph, cancellationToken, project.Value, graphId);

    /// <inheritdoc/>
    public ValueTask<Graph?> UpdateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken) =>
        ChangeOneAsync(
            UpdateGraph, ReadGraph, cancellationToken, project.Value, graphId, fields.Name, Fold(fields.Name),
            fields.Description, fields.TimeZone);

    private static string? Fold(string? text) => text?.ToLowerInvariant();

    private static Graph ReadGraph(NpgsqlDataReader r) => new()
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
