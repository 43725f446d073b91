namespace Orleans.Batch.Gateway.Tests;

internal sealed partial class FakeMemory
{
    public static EntityNode Node { get; } = new()
    {
        Uuid = Guid.Parse("22222222-2222-8222-8222-222222222222"),
        Name = "Avery <b>",
        Labels = ["Person"],
        Attributes = new JsonText("""{"plan":1e400}"""),
        CreatedAt = FakeService.Now,
        Episodes = [Episode.Uuid],
    };

    public static EntityEdge Edge { get; } = new()
    {
        Uuid = Guid.Parse("33333333-3333-8333-8333-333333333333"),
        Name = "PLAN",
        Fact = "Avery <b> plan pro",
        SourceNodeUuid = Node.Uuid,
        SourceNodeName = Node.Name,
        TargetNodeUuid = Node.Uuid,
        Value = new JsonText("\"pro\""),
        ValidAt = FakeService.Now,
        CreatedAt = FakeService.Now,
        Episodes = [Episode.Uuid],
    };

    public bool Truncated { get; set; }

    public ValueTask<NodePage> ListNodesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return new(new NodePage([Node], NextCursor));
    }

    public ValueTask<EdgePage> ListEdgesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return new(new EdgePage([Edge], NextCursor));
    }

    public ValueTask<EntityNode> GetNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) => new(Node);

    public ValueTask<EntityEdge> GetEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) => new(Edge);

    public ValueTask<NodeEdges> GetNodeEdgesAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        new(new NodeEdges([Edge], Truncated));

    public ValueTask<NodeEpisodes> GetNodeEpisodesAsync(
        ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) => new(new NodeEpisodes([Episode], Truncated));

    public ValueTask<NeighborPage> ListNeighborsAsync(
        ProjectId project, Guid nodeUuid, NeighborQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return new(new NeighborPage([new NodeNeighbor(Node, [Edge])], NextCursor));
    }

    public ValueTask<EpisodeMentions> GetMentionsAsync(
        ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        new(new EpisodeMentions([Node], [Edge], Truncated));

    public ValueTask DeleteEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) => default;

    public ValueTask DeleteEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) => default;

    public ValueTask DeleteNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) => default;

    public ValueTask<EntityNode?> GetUserNodeAsync(ProjectId project, string userId, CancellationToken cancellationToken) =>
        new(userId == "u1" ? Node : null);

    public ValueTask<IReadOnlyList<Episode>> GetDocumentAsync(
        ProjectId project, GraphTarget target, string documentId, CancellationToken cancellationToken)
    {
        Asked.Add(documentId);
        return new([Episode]);
    }
}
