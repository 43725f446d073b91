namespace Orleans.Batch;

/// <summary>
/// Edges of graphs: facts. Calls are confined to <see cref="ProjectId"/>; refusals are <see
/// cref="BatchServiceException"/>. When a call returns, its result is durable.
/// </summary>
public interface IEdgeClient
{
    /// <summary>Pages through the edges of a graph.</summary>
    ValueTask<EdgePage> ListEdgesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken);

    /// <summary>One edge; the identity of an assertion that repeats or ends it is accepted too.</summary>
    ValueTask<EntityEdge> GetEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken);

    /// <summary>Deletes an edge permanently, with its repetitions; episodes and nodes stay.</summary>
    ValueTask DeleteEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken);
}
