namespace Orleans.Batch;

/// <summary>Which episodes to extract facts from now: those that were only stored, or all of them. Exactly one of the three ids is set.</summary>
[GenerateSerializer]
[Alias("orleans-batch.stored-episodes.v1")]
[Immutable]
public sealed record ExtractionSelection
{
    /// <summary>Those of an ended batch.</summary>
    [Id(0)]
    public Guid? BatchId { get; init; }

    /// <summary>Those of a standalone graph.</summary>
    [Id(1)]
    public string? GraphId { get; init; }

    /// <summary>Those of a user's graph.</summary>
    [Id(2)]
    public string? UserId { get; init; }

    /// <summary>What extracts them: rules, or a model.</summary>
    [Id(3)]
    public ExtractionMode Extraction { get; init; } = ExtractionMode.Deterministic;

    /// <summary>The name of the model's profile; null takes the project's, or the default one.</summary>
    [Id(4)]
    public string? Model { get; init; }

    /// <summary>
    /// Whether episodes that have facts are extracted again: all of the source. The new facts are a proposal, and the graph stays as it
    /// is until they are applied.
    /// </summary>
    [Id(5)]
    public bool Replace { get; init; }
}
