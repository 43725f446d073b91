namespace Orleans.Batch;

/// <summary>An item of a batch, without its payload.</summary>
public sealed record BatchItem
{
    /// <summary>Its identity; made from the batch's identity and the sequence index (<see cref="BatchItemId"/>).</summary>
    public required Guid ItemId { get; init; }

    /// <summary>What it is.</summary>
    public required ItemKind Kind { get; init; }

    /// <summary>Where it stands.</summary>
    public required ItemStatus Status { get; init; }

    /// <summary>Its position in the batch, from 0, without gaps.</summary>
    public required int SequenceIndex { get; init; }

    /// <summary>Same as <see cref="EpisodeUuid"/>.</summary>
    public Guid SourceUuid => EpisodeUuid;

    /// <summary>The identity its episode has, from the moment of adding.</summary>
    public required Guid EpisodeUuid { get; init; }

    /// <summary>The destination graph's id, if it was given.</summary>
    public string? GraphId { get; init; }

    /// <summary>The destination user's id, if it was given, or the thread's user once known.</summary>
    public string? UserId { get; init; }

    /// <summary>The thread's id, for a message.</summary>
    public string? ThreadId { get; init; }

    /// <summary>The document it is a chunk of.</summary>
    public string? DocumentId { get; init; }

    /// <summary>The destination graph's identity, once known.</summary>
    public Guid? GraphUuid { get; init; }

    /// <summary>The destination user's identity, once known.</summary>
    public Guid? UserUuid { get; init; }

    /// <summary>Why it failed or was canceled; null otherwise.</summary>
    public ItemError? Error { get; init; }

    /// <summary>The batch that took it up again; null when none has.</summary>
    public Guid? RetriedIn { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its status last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}
