namespace Orleans.Batch;

/// <content>Nodes and edges.</content>
public partial interface IMemoryClient
{
    /// <summary>Pages through the nodes of a graph.</summary>
    ValueTask<NodePage> ListNodesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken);

    /// <summary>Pages through the edges of a graph.</summary>
    ValueTask<EdgePage> ListEdgesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken);

    /// <summary>One node.</summary>
    ValueTask<EntityNode> GetNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);

    /// <summary>One edge; the identity of an assertion that repeats or ends it is accepted too.</summary>
    ValueTask<EntityEdge> GetEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken);

    /// <summary>The edges that touch a node, those learned last first; at most 1,000.</summary>
    ValueTask<NodeEdges> GetNodeEdgesAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);

    /// <summary>The episodes that name a node; at most 100.</summary>
    ValueTask<NodeEpisodes> GetNodeEpisodesAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);

    /// <summary>Pages through the nodes one edge away from a node.</summary>
    ValueTask<NeighborPage> ListNeighborsAsync(
        ProjectId project, Guid nodeUuid, NeighborQuery query, CancellationToken cancellationToken);

    /// <summary>The facts and nodes of an episode; at most 1,000 of each. An episode not yet in its graph has none.</summary>
    ValueTask<EpisodeMentions> GetMentionsAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes an episode with its facts and the nodes that no other episode names. A fact that other episodes repeat
    /// then starts with the first of them; facts that the episode ended stay ended. One that is not in its graph yet is
    /// refused.
    /// </summary>
    ValueTask DeleteEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken);

    /// <summary>Deletes an edge permanently, with its repetitions; episodes and nodes stay.</summary>
    ValueTask DeleteEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken);

    /// <summary>Deletes a node and the edges that touch it; episodes stay, and a new one may name it again.</summary>
    ValueTask DeleteNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);

    /// <summary>The node of a graph's user, by the user's name; null when the graph has no node of that name.</summary>
    ValueTask<EntityNode?> GetUserNodeAsync(ProjectId project, string userId, CancellationToken cancellationToken);

    /// <summary>The episodes of a document in a graph, oldest first; at most 1,000, and none for an unknown document.</summary>
    ValueTask<IReadOnlyList<Episode>> GetDocumentAsync(
        ProjectId project, GraphTarget target, string documentId, CancellationToken cancellationToken);
}
