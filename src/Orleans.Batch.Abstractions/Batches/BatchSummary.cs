namespace Orleans.Batch;

/// <summary>A batch as its owner sees it.</summary>
public sealed record BatchSummary
{
    /// <summary>Its identity.</summary>
    public required Guid BatchId { get; init; }

    /// <summary>Where it stands.</summary>
    public required BatchStatus Status { get; init; }

    /// <summary>How many items it holds.</summary>
    public required int ItemCount { get; init; }

    /// <summary>The caller's labels, as created.</summary>
    public JsonText? Metadata { get; init; }

    /// <summary>The roles not extracted, as created.</summary>
    public IReadOnlyList<RoleType>? IgnoreRoles { get; init; }

    /// <summary>As created.</summary>
    public bool? StrictOntology { get; init; }

    /// <summary>What is made of its items.</summary>
    public required ExtractionMode Extraction { get; init; }

    /// <summary>Which of the project's batches goes first: the higher one.</summary>
    public int Priority { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed: created, added to, or moved on.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When processing was asked for.</summary>
    public DateTimeOffset? ProcessedAt { get; init; }

    /// <summary>When it reached a terminal status.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When cancelling was first asked for; null when it was not.</summary>
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <summary>Since when it is paused; null when it is not. Being paused is not a status.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>The batch whose items it takes up again; null for any other batch.</summary>
    public Guid? RetryOf { get; init; }

    /// <summary>Whether its items are episodes that stood in their graphs already, of which it makes facts; null when not.</summary>
    public bool? ExtractsStored { get; init; }

    /// <summary>Its counts; always present.</summary>
    public required BatchProgress Progress { get; init; }
}
