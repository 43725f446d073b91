namespace Orleans.Batch;

/// <summary>An item of a batch, without its payload.</summary>
[GenerateSerializer]
[Alias("orleans-batch.batch-item.v1")]
[Immutable]
public sealed record BatchItem
{
    /// <summary>Its identity; made from the batch's identity and the sequence index (<see cref="BatchItemId"/>).</summary>
    [Id(0)]
    public required Guid ItemId { get; init; }

    /// <summary>Its kind.</summary>
    [Id(1)]
    public required ItemKind Kind { get; init; }

    /// <summary>Its status.</summary>
    [Id(2)]
    public required ItemStatus Status { get; init; }

    /// <summary>Its position in the batch, from 0, without gaps.</summary>
    [Id(3)]
    public required int SequenceIndex { get; init; }

    /// <summary>Same as <see cref="EpisodeUuid"/>.</summary>
    public Guid SourceUuid => EpisodeUuid;

    /// <summary>The identity its episode has, from the moment of adding.</summary>
    [Id(4)]
    public required Guid EpisodeUuid { get; init; }

    /// <summary>The destination graph's id, if it was given.</summary>
    [Id(5)]
    public string? GraphId { get; init; }

    /// <summary>The destination user's id, if it was given, or the thread's user once known.</summary>
    [Id(6)]
    public string? UserId { get; init; }

    /// <summary>The thread's id, for a message.</summary>
    [Id(7)]
    public string? ThreadId { get; init; }

    /// <summary>The document it is a chunk of.</summary>
    [Id(8)]
    public string? DocumentId { get; init; }

    /// <summary>The destination graph's identity, once known.</summary>
    [Id(9)]
    public Guid? GraphUuid { get; init; }

    /// <summary>The destination user's identity, once known.</summary>
    [Id(10)]
    public Guid? UserUuid { get; init; }

    /// <summary>Why it failed or was canceled; null otherwise.</summary>
    [Id(11)]
    public ItemError? Error { get; init; }

    /// <summary>The batch that retries it; null when none has.</summary>
    [Id(12)]
    public Guid? RetriedIn { get; init; }

    /// <summary>When it was added.</summary>
    [Id(13)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its status last changed.</summary>
    [Id(14)]
    public required DateTimeOffset UpdatedAt { get; init; }
}
