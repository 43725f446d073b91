namespace Orleans.Batch;

/// <summary>A node that a caller writes. Where the graph has a node of that name, that one is changed.</summary>
[GenerateSerializer]
[Alias("orleans-batch.new-node.v1")]
[Immutable]
public sealed record NewNode
{
    /// <summary>Its name, at most 200 code points.</summary>
    [Id(0)]
    public required string Name { get; init; }

    /// <summary>Its type; it is added to those the node has.</summary>
    [Id(1)]
    public string? Label { get; init; }

    /// <summary>Its summary, at most 5,000 code points; null leaves it as it is.</summary>
    [Id(2)]
    public string? Summary { get; init; }

    /// <summary>A JSON object of scalars, merged with those it has.</summary>
    [Id(3)]
    public JsonText? Attributes { get; init; }

    /// <summary>Metadata of its episode: at most ten keys with scalars or non-empty arrays of scalars.</summary>
    [Id(4)]
    public JsonText? Metadata { get; init; }

    /// <summary>When it was made; null for the moment of the call. A node that exists keeps its time.</summary>
    [Id(5)]
    public DateTimeOffset? CreatedAt { get; init; }
}

/// <summary>Nodes that were written.</summary>
/// <param name="TaskId">Their task, which has ended.</param>
/// <param name="Uuids">Their identities, in the order of the call; equal names have the same one.</param>
[GenerateSerializer]
[Alias("orleans-batch.added-nodes.v1")]
[Immutable]
public sealed record AddedNodes([property: Id(0)] Guid TaskId, [property: Id(1)] IReadOnlyList<Guid> Uuids);
