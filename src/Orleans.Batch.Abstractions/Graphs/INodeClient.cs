namespace Orleans.Batch;

/// <summary>
/// Nodes of graphs: entities. Calls are confined to <see cref="ProjectId"/>; refusals are <see
/// cref="BatchServiceException"/>. When a call returns, its result is durable.
/// </summary>
public interface INodeClient
{
    /// <summary>Pages through the nodes of a graph.</summary>
    ValueTask<NodePage> ListNodesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken);

    /// <summary>One node.</summary>
    ValueTask<EntityNode> GetNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);

    /// <summary>The edges that touch a node, those learned last first; at most 1,000.</summary>
    ValueTask<NodeEdges> GetNodeEdgesAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);

    /// <summary>The episodes that name a node; at most 100.</summary>
    ValueTask<NodeEpisodes> GetNodeEpisodesAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);

    /// <summary>Pages through the nodes one edge away from a node.</summary>
    ValueTask<NeighborPage> ListNeighborsAsync(
        ProjectId project, Guid nodeUuid, NeighborQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// A user's node. It exists from the user's creation to the deletion, has the user's present name, and takes what items say
    /// under any of the user's names: full names present and former, the id, the email address.
    /// </summary>
    ValueTask<EntityNode> GetUserNodeAsync(ProjectId project, string userId, CancellationToken cancellationToken);

    /// <summary>The names that mean a node, apart from its own, in alphabetical order; at most 1,000.</summary>
    ValueTask<IReadOnlyList<NodeAlias>> ListAliasesAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);

    /// <summary>
    /// Takes an alias back: the name means its own node again, and no model can say otherwise. Facts that came under it stay where
    /// they are until their episodes are extracted again.
    /// </summary>
    ValueTask RemoveAliasAsync(ProjectId project, Guid nodeUuid, Guid aliasUuid, CancellationToken cancellationToken);

    /// <summary>Deletes a node and the edges that touch it; episodes stay, and a new one may name it again.</summary>
    ValueTask DeleteNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken);
}
