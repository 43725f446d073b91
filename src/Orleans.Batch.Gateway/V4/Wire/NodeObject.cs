namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>An entity of a graph.</summary>
/// <param name="Uuid">Its identity.</param>
/// <param name="GraphUuid">Its graph.</param>
/// <param name="Name">Its name.</param>
/// <param name="Summary">Its summary, by a caller or by the project's model; empty as long as there is none.</param>
/// <param name="Labels">Its types: <c>Entity</c> first.</param>
/// <param name="Attributes">Its current values, by the name of the fact in lower case.</param>
/// <param name="Degree">How many edges touch it; in lists that are ordered by it.</param>
/// <param name="EpisodeUuids">The episodes that name it; empty when they are too many to list.</param>
/// <param name="EpisodeUuidsTruncated">Whether it has more episodes than are listed.</param>
/// <param name="CreatedAt">When the graph learned of it.</param>
/// <param name="Score">Its relevance in a search.</param>
internal sealed record NodeObject(
    Guid Uuid,
    Guid GraphUuid,
    string Name,
    string Summary,
    IReadOnlyList<string> Labels,
    JsonText Attributes,
    int? Degree,
    IReadOnlyList<Guid> EpisodeUuids,
    bool EpisodeUuidsTruncated,
    DateTimeOffset CreatedAt,
    double? Score)
{
    public static NodeObject From(EntityNode node, Guid graphUuid) => new(
        node.Uuid,
        graphUuid,
        node.Name,
        node.Summary,
        node.Labels,
        node.Attributes,
        node.Degree,
        node.Episodes,
        node.EpisodesTruncated,
        node.CreatedAt,
        node.Score);

    public static IReadOnlyList<NodeObject> OfAll(IEnumerable<EntityNode> nodes, Guid graphUuid) =>
        [.. nodes.Select(n => From(n, graphUuid))];
}

/// <summary>A node one edge away, and the edges that lead there.</summary>
/// <param name="Node">The neighbor.</param>
/// <param name="Edges">The edges between the two.</param>
internal sealed record NeighborObject(NodeObject Node, IReadOnlyList<EdgeObject> Edges);
