namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>A batch.</summary>
internal sealed record BatchObject
{
    /// <summary>Its identity.</summary>
    public required Guid Uuid { get; init; }

    /// <summary>Its status.</summary>
    public required BatchStatus Status { get; init; }

    /// <summary>The caller's labels, as created.</summary>
    public JsonText? Metadata { get; init; }

    /// <summary>As created.</summary>
    public bool? StrictOntology { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Its counts; absent in a draft.</summary>
    public BatchProgressObject? Progress { get; init; }

    /// <summary>Since when it is paused; absent when it is not. Not a field of Zep's.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>When cancellation was first requested; absent when it was not. Not a field of Zep's.</summary>
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <summary>The batch whose items it retries; absent for any other. Not a field of Zep's.</summary>
    public Guid? RetryOf { get; init; }

    /// <summary>The facts that it would replace; absent for a batch that does not extract episodes again. Not a field of Zep's.</summary>
    public FactProposal? Proposal { get; init; }

    public static BatchObject From(BatchSummary batch) => new()
    {
        Uuid = batch.BatchId,
        Status = batch.Status,
        Metadata = batch.Metadata,
        StrictOntology = batch.StrictOntology,
        CreatedAt = batch.CreatedAt,
        Progress = batch.Status == BatchStatus.Draft ? null : BatchProgressObject.From(batch),
        PausedAt = batch.PausedAt,
        CancelRequestedAt = batch.CancelRequestedAt,
        RetryOf = batch.RetryOf,
        Proposal = batch.Proposal,
    };
}

/// <summary>The stage of a batch and the counts of its items.</summary>
/// <param name="Stage">The batch's status.</param>
/// <param name="TotalItems">All items.</param>
/// <param name="QueuedItems">Items that wait.</param>
/// <param name="ProcessingItems">Items being processed.</param>
/// <param name="SucceededItems">Items in their graphs.</param>
/// <param name="FailedItems">Failed items.</param>
/// <param name="SkippedItems">Items stored without extraction.</param>
/// <param name="CanceledItems">Canceled items.</param>
/// <param name="PercentComplete">Items that have ended, of all: 0 to 100.</param>
internal sealed record BatchProgressObject(
    BatchStatus Stage,
    int TotalItems,
    int QueuedItems,
    int ProcessingItems,
    int SucceededItems,
    int FailedItems,
    int SkippedItems,
    int CanceledItems,
    double PercentComplete)
{
    public static BatchProgressObject From(BatchSummary batch)
    {
        var counts = batch.Progress;
        return new(
            batch.Status,
            counts.TotalItems,
            counts.QueuedItems,
            counts.ProcessingItems,
            counts.SucceededItems,
            counts.FailedItems,
            counts.SkippedItems,
            counts.CanceledItems,
            counts.PercentComplete);
    }
}

/// <summary>The answer to a process call.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Task">Its task.</param>
internal sealed record ProcessedBatch(BatchObject Batch, TaskObject Task);
