namespace Orleans.Batch.Graphs;

/// <content>Nodes and edges; null where there is no such graph, node, edge or episode in the project.</content>
public partial interface IMemoryStore
{
    /// <inheritdoc cref="IMemoryClient.ListNodesAsync"/>
    ValueTask<NodePage?> FindNodesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken);

    /// <inheritdoc cref="IMemoryClient.ListEdgesAsync"/>
    ValueTask<EdgePage?> FindEdgesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken);

    /// <inheritdoc cref="IMemoryClient.GetNodeAsync"/>
    ValueTask<EntityNode?> FindNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);

    /// <inheritdoc cref="IMemoryClient.GetEdgeAsync"/>
    ValueTask<EntityEdge?> FindEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken);

    /// <inheritdoc cref="IMemoryClient.GetNodeEdgesAsync"/>
    ValueTask<NodeEdges?> FindNodeEdgesAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);

    /// <inheritdoc cref="IMemoryClient.GetNodeEpisodesAsync"/>
    ValueTask<NodeEpisodes?> FindNodeEpisodesAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);

    /// <inheritdoc cref="IMemoryClient.ListNeighborsAsync"/>
    ValueTask<NeighborPage?> FindNeighborsAsync(
        ProjectId project, Guid nodeUuid, NeighborQuery query, CancellationToken cancellationToken);

    /// <inheritdoc cref="IMemoryClient.GetMentionsAsync"/>
    ValueTask<EpisodeMentions?> FindMentionsAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken);

    /// <summary>Deletes an episode that its graph has; false when there is none.</summary>
    ValueTask<bool> DeleteEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken);

    /// <summary>Deletes an edge; false when there is none.</summary>
    ValueTask<bool> DeleteEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken);

    /// <summary>Deletes a node; false when there is none.</summary>
    ValueTask<bool> DeleteNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);

    /// <summary>The first of some names that a user's graph has a node of, or null.</summary>
    ValueTask<EntityNode?> FindNamedAsync(
        ProjectId project, string userId, IReadOnlyList<string> names, CancellationToken cancellationToken);

    /// <inheritdoc cref="IMemoryClient.GetDocumentAsync"/>
    ValueTask<IReadOnlyList<Episode>?> FindDocumentAsync(
        ProjectId project, GraphTarget target, string documentId, CancellationToken cancellationToken);
}
