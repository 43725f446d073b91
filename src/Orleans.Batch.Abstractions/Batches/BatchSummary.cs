namespace Orleans.Batch;

/// <summary>A batch as the API returns it.</summary>
[GenerateSerializer]
[Alias("orleans-batch.batch-summary.v1")]
[Immutable]
public sealed record BatchSummary
{
    /// <summary>Its identity.</summary>
    [Id(0)]
    public required Guid BatchId { get; init; }

    /// <summary>Its status.</summary>
    [Id(1)]
    public required BatchStatus Status { get; init; }

    /// <summary>How many items it holds.</summary>
    [Id(2)]
    public required int ItemCount { get; init; }

    /// <summary>The caller's labels, as created.</summary>
    [Id(3)]
    public JsonText? Metadata { get; init; }

    /// <summary>The roles not extracted, as created.</summary>
    [Id(4)]
    public IReadOnlyList<RoleType>? IgnoreRoles { get; init; }

    /// <summary>As created.</summary>
    [Id(5)]
    public bool? StrictOntology { get; init; }

    /// <summary>Which extraction its items get.</summary>
    [Id(6)]
    public required ExtractionMode Extraction { get; init; }

    /// <summary>Its priority among the project's batches: the higher one goes first.</summary>
    [Id(7)]
    public int Priority { get; init; }

    /// <summary>When it was created.</summary>
    [Id(8)]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed: created, added to, or advanced.</summary>
    [Id(9)]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When processing was requested.</summary>
    [Id(10)]
    public DateTimeOffset? ProcessedAt { get; init; }

    /// <summary>When it reached a terminal status.</summary>
    [Id(11)]
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When cancellation was first requested; null when it was not.</summary>
    [Id(12)]
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <summary>Since when it is paused; null when it is not. Being paused is not a status.</summary>
    [Id(13)]
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>The batch whose items it retries; null for any other batch.</summary>
    [Id(14)]
    public Guid? RetryOf { get; init; }

    /// <summary>Whether it extracts facts from episodes that were in their graphs already; null when not.</summary>
    [Id(15)]
    public bool? ExtractsStored { get; init; }

    /// <summary>The import that it is a part of; null for a batch of its own.</summary>
    [Id(19)]
    public Guid? ImportId { get; init; }

    /// <summary>How extraction by a model goes; null where no model extracts.</summary>
    [Id(17)]
    public ModelRun? ModelRun { get; init; }

    /// <summary>The facts that it would replace; null for a batch that does not extract episodes again.</summary>
    [Id(18)]
    public FactProposal? Proposal { get; init; }

    /// <summary>Its counts; always present.</summary>
    [Id(16)]
    public required BatchProgress Progress { get; init; }

    /// <summary>Why an ended batch that was to be extracted lacks facts, and what to do; null for any other.</summary>
    public string? Hint => Unextracted ?? NoFacts;

    private string? Unextracted => CompletedAt is not null && Progress.UnextractedItems is { } left and > 0
        ? $"{left} items are stored and can be searched, but the model's answers about them could not be used. Extract them again: "
            + $"POST /api/v2/extractions with batch_id {BatchId} and extraction model, or deterministic for fixed rules"
            + (Proposal is null ? "." : ", and replace true: what was answered costs nothing again.")
        : null;

    private string? NoFacts =>
        Status is BatchStatus.Succeeded or BatchStatus.Partial
        && Extraction == ExtractionMode.Deterministic
        && Progress is { SucceededItems: > 0, Facts: 0 }
            ? "No facts were found: deterministic extraction reads JSON objects that have an identity (such as id or name) and "
                + "simple English sentences about people and things with names. All items are stored, and search finds their text."
            : null;
}
