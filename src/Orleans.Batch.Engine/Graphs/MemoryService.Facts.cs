namespace Orleans.Batch.Graphs;

public sealed partial class MemoryService
{
    /// <inheritdoc/>
    public ValueTask<NodePage> ListNodesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken)
    {
        QueryRules.Require(target);
        var bounded = GraphListRules.BoundNodes(query);
        return ServiceGuard.FindAsync(
            What(target), Id(target), () => store.FindNodesAsync(project, target, bounded, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<EdgePage> ListEdgesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken)
    {
        QueryRules.Require(target);
        var bounded = GraphListRules.BoundEdges(query);
        return ServiceGuard.FindAsync(
            What(target), Id(target), () => store.FindEdgesAsync(project, target, bounded, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<EntityNode> GetNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        OfNodeAsync(nodeUuid, () => store.FindNodeAsync(project, nodeUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<EntityEdge> GetEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync("edge", edgeUuid.ToString(), () => store.FindEdgeAsync(project, edgeUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<NodeEdges> GetNodeEdgesAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        OfNodeAsync(nodeUuid, () => store.FindNodeEdgesAsync(project, nodeUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<NodeEpisodes> GetNodeEpisodesAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        OfNodeAsync(nodeUuid, () => store.FindNodeEpisodesAsync(project, nodeUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<NeighborPage> ListNeighborsAsync(
        ProjectId project, Guid nodeUuid, NeighborQuery query, CancellationToken cancellationToken)
    {
        var bounded = GraphListRules.Bound(query);
        return OfNodeAsync(nodeUuid, () => store.FindNeighborsAsync(project, nodeUuid, bounded, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<EpisodeMentions> GetMentionsAsync(
        ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync(
            "episode", episodeUuid.ToString(), () => store.FindMentionsAsync(project, episodeUuid, cancellationToken));

    private static ValueTask<T> OfNodeAsync<T>(Guid nodeUuid, Func<ValueTask<T?>> find)
        where T : class => ServiceGuard.FindAsync("node", nodeUuid.ToString(), find);
}
