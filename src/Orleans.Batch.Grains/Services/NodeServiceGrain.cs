using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about nodes, for .NET services.</summary>
[GrainType("orleans-batch.node-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class NodeServiceGrain(INodeClient nodes) : Grain, INodeServiceGrain
{
    public ValueTask<NodePage> ListNodesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken) =>
        nodes.ListNodesAsync(project, target, query, cancellationToken);

    public ValueTask<EntityNode> GetNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        nodes.GetNodeAsync(project, nodeUuid, cancellationToken);

    public ValueTask<NodeEdges> GetNodeEdgesAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        nodes.GetNodeEdgesAsync(project, nodeUuid, cancellationToken);

    public ValueTask<NodeEpisodes> GetNodeEpisodesAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        nodes.GetNodeEpisodesAsync(project, nodeUuid, cancellationToken);

    public ValueTask<NeighborPage> ListNeighborsAsync(
        ProjectId project, Guid nodeUuid, NeighborQuery query, CancellationToken cancellationToken) =>
        nodes.ListNeighborsAsync(project, nodeUuid, query, cancellationToken);

    public ValueTask<EntityNode> GetUserNodeAsync(
        ProjectId project, string userId, CancellationToken cancellationToken) =>
        nodes.GetUserNodeAsync(project, userId, cancellationToken);

    public ValueTask<IReadOnlyList<NodeAlias>> ListAliasesAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        nodes.ListAliasesAsync(project, nodeUuid, cancellationToken);

    public ValueTask RemoveAliasAsync(ProjectId project, Guid nodeUuid, Guid aliasUuid, CancellationToken cancellationToken) =>
        nodes.RemoveAliasAsync(project, nodeUuid, aliasUuid, cancellationToken);

    public ValueTask DeleteNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        nodes.DeleteNodeAsync(project, nodeUuid, cancellationToken);
}
