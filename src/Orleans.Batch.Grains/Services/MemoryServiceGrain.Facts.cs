namespace Orleans.Batch.Grains.Services;

internal sealed partial class MemoryServiceGrain
{
    public ValueTask<NodePage> ListNodesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken) =>
        memory.ListNodesAsync(project, target, query, cancellationToken);

    public ValueTask<EdgePage> ListEdgesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken) =>
        memory.ListEdgesAsync(project, target, query, cancellationToken);

    public ValueTask<EntityNode> GetNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        memory.GetNodeAsync(project, nodeUuid, cancellationToken);

    public ValueTask<EntityEdge> GetEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) =>
        memory.GetEdgeAsync(project, edgeUuid, cancellationToken);

    public ValueTask<NodeEdges> GetNodeEdgesAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        memory.GetNodeEdgesAsync(project, nodeUuid, cancellationToken);

    public ValueTask<NodeEpisodes> GetNodeEpisodesAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        memory.GetNodeEpisodesAsync(project, nodeUuid, cancellationToken);

    public ValueTask<NeighborPage> ListNeighborsAsync(
        ProjectId project, Guid nodeUuid, NeighborQuery query, CancellationToken cancellationToken) =>
        memory.ListNeighborsAsync(project, nodeUuid, query, cancellationToken);

    public ValueTask<EpisodeMentions> GetMentionsAsync(
        ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        memory.GetMentionsAsync(project, episodeUuid, cancellationToken);

    public ValueTask DeleteEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        memory.DeleteEpisodeAsync(project, episodeUuid, cancellationToken);

    public ValueTask DeleteEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) =>
        memory.DeleteEdgeAsync(project, edgeUuid, cancellationToken);

    public ValueTask DeleteNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        memory.DeleteNodeAsync(project, nodeUuid, cancellationToken);

    public ValueTask<EntityNode?> GetUserNodeAsync(
        ProjectId project, string userId, CancellationToken cancellationToken) =>
        memory.GetUserNodeAsync(project, userId, cancellationToken);

    public async ValueTask<IReadOnlyList<Episode>> GetDocumentAsync(
        ProjectId project, GraphTarget target, string documentId, CancellationToken cancellationToken) =>
        (await memory.GetDocumentAsync(project, target, documentId, cancellationToken)).ToArray();
}
