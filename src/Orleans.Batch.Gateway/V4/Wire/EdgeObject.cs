namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>A fact of a graph.</summary>
/// <param name="Uuid">Its identity.</param>
/// <param name="GraphUuid">Its graph.</param>
/// <param name="Name">Its name, such as <c>WORKS_AT</c>.</param>
/// <param name="Fact">The fact as a sentence.</param>
/// <param name="SourceNodeUuid">The node that it is about.</param>
/// <param name="TargetNodeUuid">The other node; that it is about, where the fact has a value.</param>
/// <param name="SourceNodeName">The source's name.</param>
/// <param name="TargetNodeName">The target's name.</param>
/// <param name="SourceNodeLabels">The source's types.</param>
/// <param name="TargetNodeLabels">The target's types.</param>
/// <param name="EpisodeUuids">The episodes that state it.</param>
/// <param name="ValidAt">When it became true.</param>
/// <param name="InvalidAt">When it stopped being true.</param>
/// <param name="ExpiredAt">When the graph learned that it stopped.</param>
/// <param name="CreatedAt">When the graph learned of it.</param>
/// <param name="Attributes">What callers wrote, and its value as <c>value</c>; absent where there is neither.</param>
/// <param name="Score">Its relevance in a search.</param>
internal sealed record EdgeObject(
    Guid Uuid,
    Guid GraphUuid,
    string Name,
    string Fact,
    Guid SourceNodeUuid,
    Guid TargetNodeUuid,
    string? SourceNodeName,
    string? TargetNodeName,
    IReadOnlyList<string> SourceNodeLabels,
    IReadOnlyList<string> TargetNodeLabels,
    IReadOnlyList<Guid> EpisodeUuids,
    DateTimeOffset ValidAt,
    DateTimeOffset? InvalidAt,
    DateTimeOffset? ExpiredAt,
    DateTimeOffset CreatedAt,
    JsonText? Attributes,
    double? Score)
{
    public static EdgeObject From(EntityEdge edge, Guid graphUuid) => new(
        edge.Uuid,
        graphUuid,
        edge.Name,
        edge.Fact,
        edge.SourceNodeUuid,
        edge.TargetNodeUuid,
        edge.SourceNodeName,
        edge.TargetNodeName,
        edge.SourceNodeLabels,
        edge.TargetNodeLabels,
        edge.Episodes,
        edge.ValidAt,
        edge.InvalidAt,
        edge.ExpiredAt,
        edge.CreatedAt,
        EdgeResponse.AttributesOf(edge),
        edge.Score);

    public static IReadOnlyList<EdgeObject> OfAll(IEnumerable<EntityEdge> edges, Guid graphUuid) =>
        [.. edges.Select(e => From(e, graphUuid))];
}
