namespace Orleans.Batch;

/// <summary>A fact about an entity, with the times from which and until which it holds.</summary>
[GenerateSerializer]
[Alias("orleans-batch.entity-edge.v1")]
[Immutable]
public sealed record EntityEdge
{
    /// <summary>How many episodes are listed at most.</summary>
    public const int MaxEpisodes = 100;

    /// <summary>Its identity.</summary>
    [Id(0)]
    public required Guid Uuid { get; init; }

    /// <summary>The name of the fact, such as <c>WORKS_AT</c>.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>The fact as a sentence: subject, name in words, object; or as a caller wrote it.</summary>
    [Id(2)]
    public required string Fact { get; init; }

    /// <summary>The subject.</summary>
    [Id(3)]
    public required Guid SourceNodeUuid { get; init; }

    /// <summary>The subject's name now; null when it has just been deleted.</summary>
    [Id(4)]
    public string? SourceNodeName { get; init; }

    /// <summary>The subject's labels now.</summary>
    [Id(5)]
    public IReadOnlyList<string> SourceNodeLabels { get; init; } = [];

    /// <summary>The object; the subject itself where the object is a <see cref="Value"/>.</summary>
    [Id(6)]
    public required Guid TargetNodeUuid { get; init; }

    /// <summary>The object's name now; null when it has just been deleted.</summary>
    [Id(7)]
    public string? TargetNodeName { get; init; }

    /// <summary>The object's labels now.</summary>
    [Id(8)]
    public IReadOnlyList<string> TargetNodeLabels { get; init; } = [];

    /// <summary>The object where it is no entity: a JSON scalar.</summary>
    [Id(9)]
    public JsonText? Value { get; init; }

    /// <summary>When it became true in the world.</summary>
    [Id(10)]
    public required DateTimeOffset ValidAt { get; init; }

    /// <summary>When it stopped being true; null while it holds.</summary>
    [Id(11)]
    public DateTimeOffset? InvalidAt { get; init; }

    /// <summary>When the graph learned that it stopped; null while it holds.</summary>
    [Id(12)]
    public DateTimeOffset? ExpiredAt { get; init; }

    /// <summary>When the graph learned of it.</summary>
    [Id(13)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The episodes that state it: the one it starts with, and those that repeat it, oldest first; at most 100.</summary>
    [Id(14)]
    public IReadOnlyList<Guid> Episodes { get; init; } = [];

    /// <summary>Its relevance in a search, in points of rank fusion; null outside of searches.</summary>
    [Id(15)]
    public double? Score { get; init; }

    /// <summary>What callers wrote about it: a JSON object; null for nothing.</summary>
    [Id(16)]
    public JsonText? Attributes { get; init; }
}
