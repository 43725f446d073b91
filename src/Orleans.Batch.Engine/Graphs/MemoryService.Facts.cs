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

    /// <inheritdoc/>
    public ValueTask DeleteEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        DeleteOneAsync("episode", episodeUuid, () => store.DeleteEpisodeAsync(project, episodeUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask DeleteEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) =>
        DeleteOneAsync("edge", edgeUuid, () => store.DeleteEdgeAsync(project, edgeUuid, cancellationToken));

    /// <inheritdoc/>
    public ValueTask DeleteNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        DeleteOneAsync("node", nodeUuid, () => store.DeleteNodeAsync(project, nodeUuid, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<EntityNode?> GetUserNodeAsync(
        ProjectId project, string userId, CancellationToken cancellationToken)
    {
        var user = await GetUserAsync(project, userId, cancellationToken);
        string?[] names = [$"{user.FirstName} {user.LastName}", user.FirstName, user.LastName, user.UserId];
        return await ServiceGuard.RunAsync(() => store.FindNamedAsync(
            project, userId, [.. names.Where(n => !string.IsNullOrWhiteSpace(n)).Select(n => n!.Trim())], cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Episode>> GetDocumentAsync(
        ProjectId project, GraphTarget target, string documentId, CancellationToken cancellationToken)
    {
        QueryRules.Require(target);
        return ServiceGuard.FindAsync(
            What(target), Id(target), () => store.FindDocumentAsync(project, target, documentId, cancellationToken));
    }

    private static async ValueTask DeleteOneAsync(string what, Guid id, Func<ValueTask<bool>> delete)
    {
        if (!await ServiceGuard.RunAsync(delete))
        {
            throw BatchServiceException.NotFound(what, id.ToString());
        }
    }

    private static ValueTask<T> OfNodeAsync<T>(Guid nodeUuid, Func<ValueTask<T?>> find)
        where T : class => ServiceGuard.FindAsync("node", nodeUuid.ToString(), find);
}
