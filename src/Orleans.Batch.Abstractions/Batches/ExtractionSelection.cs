namespace Orleans.Batch;

/// <summary>Which of the episodes that were only stored to extract facts from now. Exactly one is set.</summary>
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
}
