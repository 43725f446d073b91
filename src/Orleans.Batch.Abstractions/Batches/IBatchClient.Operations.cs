namespace Orleans.Batch;

public partial interface IBatchClient
{
    /// <summary>
    /// Cancels a batch between items: completed items stay, the others are canceled. It ends shortly after the call
    /// returns; one that is still queued ends at once. A repeated call changes nothing, even after its end. A draft, or
    /// a batch that ended without being canceled, is a conflict.
    /// </summary>
    ValueTask<CancelResult> CancelAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>
    /// Pauses a batch: it starts no further chunk (one in flight ends), and it does not end. It keeps its place, so
    /// later batches wait on the graphs it has not finished. Survives restarts. A repeated call changes nothing; a
    /// draft, a batch that has ended or one that is being canceled is a conflict.
    /// </summary>
    ValueTask<BatchSummary> PauseAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>Resumes a paused batch. A repeated call changes nothing; a draft or a batch that has ended is a conflict.</summary>
    ValueTask<BatchSummary> ResumeAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>
    /// Retries items of an ended batch in a new batch: the same episodes in the same order, without those that are in
    /// their graphs. The old batch stays as it ended; its items name the new batch. A selection without items is
    /// refused; a batch that has not ended is a conflict.
    /// </summary>
    ValueTask<IdempotentResult<BatchSummary>> RetryAsync(
        ProjectId project, Guid batchId, RetrySelection selection, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>
    /// Extracts facts from episodes that were only stored, by a new batch that has begun when this returns: up to as many as a
    /// batch may hold, the oldest first. Each episode's facts are made once, however often this is called. Refused when
    /// there is nothing to do. With <see cref="ExtractionSelection.Replace"/> all episodes are extracted, and their facts are kept as a
    /// proposal (<see cref="BatchSummary.Proposal"/>); a graph with more than a batch may hold is refused.
    /// </summary>
    ValueTask<BatchSummary> ExtractAsync(ProjectId project, ExtractionSelection episodes, CancellationToken cancellationToken);

    /// <summary>
    /// Lists how the facts of a batch's proposal differ from those that the episodes had. The list is complete when the batch has
    /// ended, and empty once the proposal is discarded. A batch without proposal is a conflict.
    /// </summary>
    ValueTask<FactChangePage> ListFactChangesAsync(
        ProjectId project, Guid batchId, FactChangeQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Begins to replace the facts of a batch's episodes by those of its proposal. It goes on after the call returns, also after
    /// crashes; <see cref="BatchSummary.Proposal"/> tells how far it is. Facts that callers wrote or edited stay. A batch that has not
    /// ended, one without proposal and a proposal that is not open are conflicts.
    /// </summary>
    ValueTask<BatchSummary> ApplyProposalAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>Gives up a batch's proposal: the old facts stay. The conflicts are those of <see cref="ApplyProposalAsync"/>.</summary>
    ValueTask<BatchSummary> DiscardProposalAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the caps of what a batch's requests to a model may take, in any status. Extraction that waits for a higher cap goes on.
    /// </summary>
    ValueTask<BatchSummary> SetCapsAsync(ProjectId project, Guid batchId, ModelCaps caps, CancellationToken cancellationToken);

    /// <summary>One item with its payload, of a batch in any status.</summary>
    ValueTask<BatchItemRecord> GetItemAsync(
        ProjectId project, Guid batchId, Guid itemId, CancellationToken cancellationToken);

    /// <summary>
    /// Changes an item of a draft, by the rules of adding. Of an item that is retried, the attempts before keep
    /// showing what they were sent with.
    /// </summary>
    ValueTask<BatchItemRecord> ChangeItemAsync(
        ProjectId project, Guid batchId, Guid itemId, ItemChanges changes, CancellationToken cancellationToken);

    /// <summary>
    /// Returns the problems that processing a draft would meet: missing destinations, data that cannot be read, dates that are missing or
    /// run backwards, graphs that will take long. Changes nothing.
    /// </summary>
    ValueTask<BatchValidation> ValidateAsync(
        ProjectId project, Guid batchId, ValidationQuery query, CancellationToken cancellationToken);
}

/// <summary>The result of a cancellation.</summary>
/// <param name="Batch">The batch as it is now.</param>
/// <param name="Repeated">Whether it had been requested before.</param>
[GenerateSerializer]
[Alias("orleans-batch.cancel-answer.v1")]
[Immutable]
public readonly record struct CancelResult([property: Id(0)] BatchSummary Batch, [property: Id(1)] bool Repeated);
