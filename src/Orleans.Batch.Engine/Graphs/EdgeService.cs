namespace Orleans.Batch.Graphs;

/// <summary>Edges: validates input and calls the store.</summary>
internal sealed class EdgeService(IEdgeStore store) : IEdgeClient
{
    /// <inheritdoc/>
    public ValueTask<EdgePage> ListEdgesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken)
    {
        QueryRules.Require(target);
        var bounded = GraphListRules.BoundEdges(query);
        return GraphGuard.FindAsync(target, () => store.FindEdgesAsync(project, target, bounded, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<EntityEdge> GetEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync("edge", edgeUuid.ToString(), () => store.FindEdgeAsync(project, edgeUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask DeleteEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) =>
        GraphGuard.DeleteAsync("edge", edgeUuid, () => store.DeleteEdgeAsync(project, edgeUuid, cancellationToken));
}
