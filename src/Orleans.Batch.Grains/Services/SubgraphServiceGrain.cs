using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about parts and copies of graphs, for .NET services.</summary>
[GrainType("orleans-batch.subgraph-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class SubgraphServiceGrain(ISubgraphClient subgraphs) : Grain, ISubgraphServiceGrain
{
    public ValueTask<Subgraph> GetSubgraphAsync(
        ProjectId project, GraphTarget target, SubgraphQuery query, CancellationToken cancellationToken) =>
        subgraphs.GetSubgraphAsync(project, target, query, cancellationToken);

    public ValueTask<Guid> CloneGraphAsync(
        ProjectId project, GraphTarget source, GraphTarget target, CancellationToken cancellationToken) =>
        subgraphs.CloneGraphAsync(project, source, target, cancellationToken);

    public ValueTask CopyGraphAsync(
        ProjectId project, GraphTarget source, string targetGraphId, Guid taskId, CancellationToken cancellationToken) =>
        subgraphs.CopyGraphAsync(project, source, targetGraphId, taskId, cancellationToken);

    public ValueTask WarmGraphAsync(ProjectId project, GraphTarget target, Guid taskId, CancellationToken cancellationToken) =>
        subgraphs.WarmGraphAsync(project, target, taskId, cancellationToken);
}
