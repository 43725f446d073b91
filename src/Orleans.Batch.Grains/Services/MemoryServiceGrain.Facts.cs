namespace Orleans.Batch.Grains.Services;

internal sealed partial class MemoryServiceGrain
{
    public async ValueTask<NodePage> ListNodesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).ListNodesAsync(project, target, query, cancellationToken);

    public async ValueTask<EdgePage> ListEdgesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).ListEdgesAsync(project, target, query, cancellationToken);

    public async ValueTask<EntityNode> GetNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).GetNodeAsync(project, nodeUuid, cancellationToken);

    public async ValueTask<EntityEdge> GetEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).GetEdgeAsync(project, edgeUuid, cancellationToken);

    public async ValueTask<NodeEdges> GetNodeEdgesAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).GetNodeEdgesAsync(project, nodeUuid, cancellationToken);

    public async ValueTask<NodeEpisodes> GetNodeEpisodesAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).GetNodeEpisodesAsync(project, nodeUuid, cancellationToken);

    public async ValueTask<NeighborPage> ListNeighborsAsync(
        ProjectId project, Guid nodeUuid, NeighborQuery query, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).ListNeighborsAsync(project, nodeUuid, query, cancellationToken);

    public async ValueTask<EpisodeMentions> GetMentionsAsync(
        ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).GetMentionsAsync(project, episodeUuid, cancellationToken);

    public async ValueTask DeleteEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).DeleteEpisodeAsync(project, episodeUuid, cancellationToken);

    public async ValueTask DeleteEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).DeleteEdgeAsync(project, edgeUuid, cancellationToken);

    public async ValueTask DeleteNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).DeleteNodeAsync(project, nodeUuid, cancellationToken);

    public async ValueTask<EntityNode?> GetUserNodeAsync(
        ProjectId project, string userId, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).GetUserNodeAsync(project, userId, cancellationToken);

    public async ValueTask<IReadOnlyList<Episode>> GetDocumentAsync(
        ProjectId project, GraphTarget target, string documentId, CancellationToken cancellationToken) =>
        (await (await OfAsync(project, cancellationToken)).GetDocumentAsync(project, target, documentId, cancellationToken)).ToArray();
}
