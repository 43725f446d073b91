namespace Orleans.Batch.Graphs;

/// <summary>Nodes. Null means that the project has no such node or graph.</summary>
public interface INodeStore
{
    /// <inheritdoc cref="INodeClient.ListNodesAsync"/>
    ValueTask<NodePage?> FindNodesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken);

    /// <inheritdoc cref="INodeClient.GetNodeAsync"/>
    ValueTask<EntityNode?> FindNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);

    /// <inheritdoc cref="INodeClient.GetNodeEdgesAsync"/>
    ValueTask<NodeEdges?> FindNodeEdgesAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);

    /// <inheritdoc cref="INodeClient.GetNodeEpisodesAsync"/>
    ValueTask<NodeEpisodes?> FindNodeEpisodesAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);

    /// <inheritdoc cref="INodeClient.ListNeighborsAsync"/>
    ValueTask<NeighborPage?> FindNeighborsAsync(
        ProjectId project, Guid nodeUuid, NeighborQuery query, CancellationToken cancellationToken);

    /// <inheritdoc cref="INodeClient.GetUserNodeAsync"/>
    ValueTask<EntityNode?> FindUserNodeAsync(ProjectId project, string userId, CancellationToken cancellationToken);

    /// <inheritdoc cref="INodeClient.ListAliasesAsync"/>
    ValueTask<IReadOnlyList<NodeAlias>?> FindAliasesAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);

    /// <summary>Takes an alias of a node back; false when there is none.</summary>
    ValueTask<bool> RejectAliasAsync(ProjectId project, Guid nodeUuid, Guid aliasUuid, CancellationToken cancellationToken);

    /// <summary>Deletes a node; false when there is none.</summary>
    ValueTask<bool> DeleteNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);
}
