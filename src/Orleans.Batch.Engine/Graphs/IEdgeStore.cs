namespace Orleans.Batch.Graphs;

/// <summary>Edges. Null means that the project has no such edge or graph.</summary>
public interface IEdgeStore
{
    /// <inheritdoc cref="IEdgeClient.ListEdgesAsync"/>
    ValueTask<EdgePage?> FindEdgesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken);

    /// <inheritdoc cref="IEdgeClient.GetEdgeAsync"/>
    ValueTask<EntityEdge?> FindEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken);

    /// <summary>Deletes an edge; false when there is none.</summary>
    ValueTask<bool> DeleteEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken);
}
