using Npgsql;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>The declared types of projects and graphs.</summary>
internal sealed class OntologyStore(Database database) : IOntologyStore
{
    private const string SetOntology =
        """
        INSERT INTO ontology (project_key, graph_key, entity_types, edge_types)
        SELECT $1, graph_key, $3, $4 FROM unnest($2::bigint[]) w(graph_key) ORDER BY graph_key
        ON CONFLICT (project_key, graph_key) DO UPDATE SET
            entity_types = excluded.entity_types, edge_types = excluded.edge_types, updated_at = sql_now()
        """;

    /// <inheritdoc/>
    public async ValueTask SetOntologyAsync(
        ProjectId project, Ontology ontology, OntologyScope scope, CancellationToken cancellationToken) =>
        await database.WriteAsync(
            async connection =>
            {
                var targets = await DeclarationScope.HoldAsync(connection, project, scope, cancellationToken);
                return await connection
                    .Statement(SetOntology, project.Value, targets, ontology.EntityTypes.Value, ontology.EdgeTypes.Value)
                    .RunAsync(cancellationToken);
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Ontology?> FindOntologyAsync(
        ProjectId project, GraphTarget? target, CancellationToken cancellationToken) =>
        target is { } graph
            ? database.ReadGraphAsync<Ontology>(
                project, graph, async scope => await ReadAsync(project, scope.Key, cancellationToken), cancellationToken)
            : StoreFaults.Translate<Ontology?>(async () => await ReadAsync(project, DeclarationScope.WholeProject, cancellationToken));

    /// <summary>Reads a declaration: the types of entities, then those of edges.</summary>
    public static Ontology Read(NpgsqlDataReader row) => new(new JsonText(row.GetString(0)), new JsonText(row.GetString(1)));

    private async ValueTask<Ontology> ReadAsync(ProjectId project, long graphKey, CancellationToken cancellationToken) =>
        await database.Requests
            .Statement(
                "SELECT entity_types, edge_types FROM ontology WHERE project_key = $1 AND graph_key = $2", project.Value, graphKey)
            .RowAsync(Read, cancellationToken)
            ?? Ontology.Empty;
}
