using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls that write facts and nodes, for .NET services.</summary>
[GrainType("orleans-batch.fact-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class FactServiceGrain(IFactClient facts) : Grain, IFactServiceGrain
{
    public ValueTask<IdempotentResult<IReadOnlyList<AddedFact>>> AddFactsAsync(
        ProjectId project, IReadOnlyList<NewFact> written, IdempotencyKey? key, CancellationToken cancellationToken) =>
        facts.AddFactsAsync(project, written, key, cancellationToken);

    public ValueTask<IdempotentResult<AddedNodes>> AddNodesAsync(
        ProjectId project, GraphTarget target, IReadOnlyList<NewNode> nodes, IdempotencyKey? key, CancellationToken cancellationToken) =>
        facts.AddNodesAsync(project, target, nodes, key, cancellationToken);

    public ValueTask<EntityEdge> UpdateEdgeAsync(
        ProjectId project, Guid edgeUuid, EdgeFields fields, CancellationToken cancellationToken) =>
        facts.UpdateEdgeAsync(project, edgeUuid, fields, cancellationToken);

    public ValueTask<EntityNode> UpdateNodeAsync(
        ProjectId project, Guid nodeUuid, NodeFields fields, CancellationToken cancellationToken) =>
        facts.UpdateNodeAsync(project, nodeUuid, fields, cancellationToken);
}
