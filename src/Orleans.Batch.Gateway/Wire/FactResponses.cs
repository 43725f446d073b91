namespace Orleans.Batch.Gateway.Wire;

/// <summary>A node on the wire.</summary>
internal sealed record NodeResponse(
    Guid Uuid,
    string Name,
    string Summary,
    IReadOnlyList<string> Labels,
    JsonText Attributes,
    DateTimeOffset CreatedAt,
    IReadOnlyList<Guid> Episodes,
    bool EpisodesTruncated,
    int? Degree,
    double? Score)
{
    /// <summary>Its rank among the entities of the context, from 1; in raw results of auto.</summary>
    public int? SelectionRank { get; init; }

    public static NodeResponse From(EntityNode node) => new(
        node.Uuid,
        node.Name,
        node.Summary,
        node.Labels,
        node.Attributes,
        node.CreatedAt,
        node.Episodes,
        node.EpisodesTruncated,
        node.Degree,
        node.Score);

    public static NodeResponse[] OfAll(IEnumerable<EntityNode> nodes) => [.. nodes.Select(From)];
}

/// <summary>An edge on the wire; a value is an attribute.</summary>
internal sealed record EdgeResponse(
    Guid Uuid,
    string Name,
    string Fact,
    string Scope,
    Guid SourceNodeUuid,
    string? SourceNodeName,
    IReadOnlyList<string> SourceNodeLabels,
    Guid TargetNodeUuid,
    string? TargetNodeName,
    IReadOnlyList<string> TargetNodeLabels,
    JsonText? Attributes,
    DateTimeOffset CreatedAt,
    DateTimeOffset ValidAt,
    DateTimeOffset? InvalidAt,
    DateTimeOffset? ExpiredAt,
    IReadOnlyList<Guid> Episodes,
    double? Score)
{
    /// <summary>Its rank among the facts of the context, from 1; in raw results of auto.</summary>
    public int? SelectionRank { get; init; }

    public static EdgeResponse From(EntityEdge edge) => new(
        edge.Uuid,
        edge.Name,
        edge.Fact,
        "entity",
        edge.SourceNodeUuid,
        edge.SourceNodeName,
        edge.SourceNodeLabels,
        edge.TargetNodeUuid,
        edge.TargetNodeName,
        edge.TargetNodeLabels,
        AttributesOf(edge),
        edge.CreatedAt,
        edge.ValidAt,
        edge.InvalidAt,
        edge.ExpiredAt,
        edge.Episodes,
        edge.Score);

    // The value comes last: it takes precedence over an attribute of the same name, which a reader keeps the last of.
    internal static JsonText? AttributesOf(EntityEdge edge) => edge switch
    {
        { Value: null } => edge.Attributes,
        { Attributes: { } attributes, Value: { } value } => new JsonText($"{attributes.Value[..^1]},\"value\":{value.Value}}}"),
        _ => new JsonText($$"""{"value":{{edge.Value.Value.Value}}}"""),
    };

    public static EdgeResponse[] OfAll(IEnumerable<EntityEdge> edges) => [.. edges.Select(From)];
}

/// <summary>The facts and nodes of an episode.</summary>
internal sealed record MentionsResponse(IReadOnlyList<NodeResponse> Nodes, IReadOnlyList<EdgeResponse> Edges);

/// <summary>A node one edge away, and the edges that lead there.</summary>
internal sealed record NeighborResponse(NodeResponse Node, IReadOnlyList<EdgeResponse> Edges);

/// <summary>A name that means a node of another name; the id is that of the node that the name has by itself.</summary>
internal sealed record AliasResponse(Guid Uuid, string Name, DateTimeOffset CreatedAt);

/// <summary>The names that mean a node, apart from its own.</summary>
internal sealed record AliasesResponse(IReadOnlyList<AliasResponse> Aliases);

/// <summary>The user's node.</summary>
internal sealed record UserNodeResponse(NodeResponse Node);

/// <summary>Declared types, as they were written.</summary>
internal sealed record OntologyResponse(JsonText EntityTypes, JsonText EdgeTypes);
