using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>The edges of graphs.</summary>
internal sealed class EdgeStore(Database database) : IEdgeStore
{
    /// <inheritdoc/>
    public ValueTask<EdgePage?> FindEdgesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken) =>
        database.ReadGraphAsync<EdgePage>(
            project,
            target,
            async scope =>
            {
                var list = new FactList(database.Requests, FactListKind.Edges, scope, query);
                var (found, next) = await list.ReadAsync(cancellationToken);
                var edges = await database.Requests.ReadEdgesAsync(scope.Bind(found.Select(p => p.Uuid)), cancellationToken);
                return new EdgePage(edges, next?.ToCursor(query.Order, query.Descending));
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<EntityEdge?> FindEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) =>
        database.ReadGraphOfAsync<EntityEdge>(
            project,
            edgeUuid,
            async scope =>
            {
                var facts = await database.Requests
                    .Statement(FactSql.Resolve, edgeUuid).RowsAsync(r => r.GetGuid(0), cancellationToken);
                return (await database.Requests.ReadEdgesAsync(scope.Bind(facts.Take(1)), cancellationToken)).FirstOrDefault();
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DeleteEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) =>
        database.ChangeGraphAsync(
            connection => connection.FindGraphOfAsync(project, edgeUuid, cancellationToken),
            (connection, scope) => EdgeDeletion.DeleteAsync(connection, scope, edgeUuid, cancellationToken),
            cancellationToken);
}
