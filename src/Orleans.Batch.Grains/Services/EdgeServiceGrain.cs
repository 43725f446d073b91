using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about edges, for .NET services.</summary>
[GrainType("orleans-batch.edge-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class EdgeServiceGrain(IEdgeClient edges) : Grain, IEdgeServiceGrain
{
    public ValueTask<EdgePage> ListEdgesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken) =>
        edges.ListEdgesAsync(project, target, query, cancellationToken);

    public ValueTask<EntityEdge> GetEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) =>
        edges.GetEdgeAsync(project, edgeUuid, cancellationToken);

    public ValueTask DeleteEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) =>
        edges.DeleteEdgeAsync(project, edgeUuid, cancellationToken);
}
