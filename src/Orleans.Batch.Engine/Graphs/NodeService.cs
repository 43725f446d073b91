namespace Orleans.Batch.Graphs;

/// <summary>Nodes: validates input and calls the store.</summary>
internal sealed class NodeService(INodeStore store) : INodeClient
{
    /// <inheritdoc/>
    public ValueTask<NodePage> ListNodesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken)
    {
        QueryRules.Require(target);
        var bounded = GraphListRules.BoundNodes(query);
        return GraphGuard.FindAsync(target, () => store.FindNodesAsync(project, target, bounded, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<EntityNode> GetNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        FindAsync(nodeUuid, () => store.FindNodeAsync(project, nodeUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<NodeEdges> GetNodeEdgesAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        FindAsync(nodeUuid, () => store.FindNodeEdgesAsync(project, nodeUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<NodeEpisodes> GetNodeEpisodesAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        FindAsync(nodeUuid, () => store.FindNodeEpisodesAsync(project, nodeUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<NeighborPage> ListNeighborsAsync(
        ProjectId project, Guid nodeUuid, NeighborQuery query, CancellationToken cancellationToken)
    {
        var bounded = GraphListRules.Bound(query);
        return FindAsync(nodeUuid, () => store.FindNeighborsAsync(project, nodeUuid, bounded, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<NodeAlias>> ListAliasesAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        FindAsync(nodeUuid, () => store.FindAliasesAsync(project, nodeUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask RemoveAliasAsync(ProjectId project, Guid nodeUuid, Guid aliasUuid, CancellationToken cancellationToken) =>
        GraphGuard.DeleteAsync("alias", aliasUuid, () => store.RejectAliasAsync(project, nodeUuid, aliasUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask DeleteNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        GraphGuard.DeleteAsync("node", nodeUuid, () => store.DeleteNodeAsync(project, nodeUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<EntityNode> GetUserNodeAsync(ProjectId project, string userId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(userId, "user_id");
        return ServiceGuard.FindAsync("user", userId, () => store.FindUserNodeAsync(project, userId, cancellationToken));
    }

    private static ValueTask<T> FindAsync<T>(Guid nodeUuid, Func<ValueTask<T?>> find)
        where T : class => ServiceGuard.FindAsync("node", nodeUuid.ToString(), find);
}
