namespace Orleans.Batch.Gateway.Tests;

/// <summary>The node and the edge of <see cref="FakeMemory"/>.</summary>
internal sealed class FakeFacts(FakeMemory memory) : INodeClient, IEdgeClient
{
    public ValueTask<NodePage> ListNodesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken)
    {
        memory.Queries.Add(query);
        return new(new NodePage([FakeMemory.Node], memory.NextCursor));
    }

    public ValueTask<EdgePage> ListEdgesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken)
    {
        memory.Queries.Add(query);
        return new(new EdgePage([FakeMemory.Edge], memory.NextCursor));
    }

    public ValueTask<EntityNode> GetNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) => new(FakeMemory.Node);

    public ValueTask<EntityEdge> GetEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) => new(FakeMemory.Edge);

    public ValueTask<NodeEdges> GetNodeEdgesAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        new(new NodeEdges([FakeMemory.Edge], memory.Truncated));

    public ValueTask<NodeEpisodes> GetNodeEpisodesAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) => new(new NodeEpisodes([FakeMemory.Episode], memory.Truncated));

    public ValueTask<NeighborPage> ListNeighborsAsync(
        ProjectId project, Guid nodeUuid, NeighborQuery query, CancellationToken cancellationToken)
    {
        memory.Queries.Add(query);
        return new(new NeighborPage([new NodeNeighbor(FakeMemory.Node, [FakeMemory.Edge])], memory.NextCursor));
    }

    public ValueTask DeleteEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) => default;

    public ValueTask<IReadOnlyList<NodeAlias>> ListAliasesAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        new([new NodeAlias(FakeMemory.Node.Uuid, "Bob", FakeMemory.Node.CreatedAt)]);

    public ValueTask RemoveAliasAsync(ProjectId project, Guid nodeUuid, Guid aliasUuid, CancellationToken cancellationToken) => default;

    public ValueTask DeleteNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) => default;

    public ValueTask<EntityNode> GetUserNodeAsync(ProjectId project, string userId, CancellationToken cancellationToken) =>
        userId == "u1" ? new(FakeMemory.Node) : throw BatchServiceException.NotFound("user", userId);
}
