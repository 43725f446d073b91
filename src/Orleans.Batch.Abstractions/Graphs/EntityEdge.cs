namespace Orleans.Batch;

/// <summary>A fact: what a graph holds to be so of an entity, from when, and until when.</summary>
public sealed record EntityEdge
{
    /// <summary>How many episodes are listed at most.</summary>
    public const int MaxEpisodes = 100;

    /// <summary>Its identity.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>The name of the fact, such as <c>WORKS_AT</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The fact as a sentence: subject, name in words, object.</summary>
    public required string Fact { get; init; }

    /// <summary>The subject.</summary>
    public required Guid SourceNodeUuid { get; init; }

    /// <summary>The subject's name now; null when it has just been deleted.</summary>
    public string? SourceNodeName { get; init; }

    /// <summary>The subject's labels now.</summary>
    public IReadOnlyList<string> SourceNodeLabels { get; init; } = [];

    /// <summary>The object; the subject itself where the object is a <see cref="Value"/>.</summary>
    public required Guid TargetNodeUuid { get; init; }

    /// <summary>The object's name now; null when it has just been deleted.</summary>
    public string? TargetNodeName { get; init; }

    /// <summary>The object's labels now.</summary>
    public IReadOnlyList<string> TargetNodeLabels { get; init; } = [];

    /// <summary>The object where it is no entity: a JSON scalar.</summary>
    public JsonText? Value { get; init; }

    /// <summary>When it became true in the world.</summary>
    public required DateTimeOffset ValidAt { get; init; }

    /// <summary>When it stopped being true; null while it holds.</summary>
    public DateTimeOffset? InvalidAt { get; init; }

    /// <summary>When the graph learned that it stopped; null while it holds.</summary>
    public DateTimeOffset? ExpiredAt { get; init; }

    /// <summary>When the graph learned of it.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The episodes that say so: the one it begins with, and those that repeat it, oldest first; at most 100.</summary>
    public IReadOnlyList<Guid> Episodes { get; init; } = [];

    /// <summary>How well it fits a search, in points of rank fusion; null outside of searches.</summary>
    public double? Score { get; init; }
}
