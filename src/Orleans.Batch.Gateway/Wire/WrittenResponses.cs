namespace Orleans.Batch.Gateway.Wire;

/// <summary>A fact that a caller wrote.</summary>
internal sealed record AddedFactResponse(EdgeResponse? Edge, NodeResponse? SourceNode, NodeResponse? TargetNode, Guid TaskId)
{
    public static AddedFactResponse From(AddedFact added) => new(
        added.Edge is { } edge ? EdgeResponse.From(edge) : null,
        added.Source is { } source ? NodeResponse.From(source) : null,
        added.Object is { } target ? NodeResponse.From(target) : null,
        added.TaskId);
}

/// <summary>Nodes that a caller wrote, in the order of the call.</summary>
internal sealed record AddedNodesResponse(IReadOnlyList<AddedNodeResponse> Nodes, Guid TaskId);

/// <summary>A node as the caller wrote it, with its identity.</summary>
internal sealed record AddedNodeResponse(
    Guid Uuid, string Name, string? Label, string? Summary, JsonText? Attributes, JsonText? Metadata, DateTimeOffset? CreatedAt)
{
    public static AddedNodeResponse From(NewNode node, Guid uuid) =>
        new(uuid, node.Name, node.Label, node.Summary, node.Attributes, node.Metadata, node.CreatedAt);
}
