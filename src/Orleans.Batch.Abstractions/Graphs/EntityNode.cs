namespace Orleans.Batch;

/// <summary>An entity of a graph, such as a person or a thing.</summary>
[GenerateSerializer]
[Alias("orleans-batch.entity-node.v1")]
[Immutable]
public sealed record EntityNode
{
    /// <summary>How many episodes are listed at most; with more there are none in the list.</summary>
    public const int MaxEpisodes = 100;

    /// <summary>The label that every node has, beside those of its kinds.</summary>
    public const string BaseLabel = "Entity";

    /// <summary>Its identity; the same name gives the same one within a graph.</summary>
    [Id(0)]
    public required Guid Uuid { get; init; }

    /// <summary>Its name, in the spelling of the earliest item that names it.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>A summary of its surroundings, as a caller wrote it; empty otherwise, because no model writes one.</summary>
    [Id(2)]
    public string Summary { get; init; } = "";

    /// <summary><see cref="BaseLabel"/>, then its kinds, in alphabetical order.</summary>
    [Id(3)]
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>
    /// Its current values, by the name of the fact in lower case; several values of one name as an array. At most 100.
    /// Attributes that callers wrote take precedence.
    /// </summary>
    [Id(4)]
    public required JsonText Attributes { get; init; }

    /// <summary>When the graph learned of it.</summary>
    [Id(5)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The episodes that name it, the one that came last first; empty when they are too many to list.</summary>
    [Id(6)]
    public IReadOnlyList<Guid> Episodes { get; init; } = [];

    /// <summary>Whether it has more episodes than are listed.</summary>
    [Id(7)]
    public bool EpisodesTruncated { get; init; }

    /// <summary>How many edges touch it; null unless the list is ordered by this count.</summary>
    [Id(8)]
    public int? Degree { get; init; }

    /// <summary>Its relevance in a search, in points of rank fusion; null outside of searches.</summary>
    [Id(9)]
    public double? Score { get; init; }
}
