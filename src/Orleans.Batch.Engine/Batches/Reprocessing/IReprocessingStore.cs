namespace Orleans.Batch.Batches;

/// <summary>
/// Creates batches from the items of others. Each method is one transaction; refusals are
/// <see cref="BatchServiceException"/>, temporary faults are <see cref="TransientStoreException"/>.
/// </summary>
public interface IReprocessingStore
{
    /// <summary>
    /// Creates a batch from the items of an ended one that can be retried and match; with a place in the process
    /// order, or as a draft.
    /// </summary>
    ValueTask<IdempotentResult<SealedBatch>> RetryAsync(
        ProjectId project, Guid batchId, RetryRequest order, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>Creates a batch from episodes that were only stored, with a place in the process order.</summary>
    ValueTask<SealedBatch> ExtractAsync(ProjectId project, ExtractionRequest order, CancellationToken cancellationToken);
}

/// <summary>An extraction request.</summary>
/// <param name="NewBatchId">The identity of the new batch.</param>
/// <param name="Episodes">The episodes to extract from.</param>
/// <param name="MaxItems">How many episodes of a graph, at most.</param>
/// <param name="TraceParent">The trace its work belongs to.</param>
public sealed record ExtractionRequest(
    Guid NewBatchId, ExtractionSelection Episodes, int MaxItems, string? TraceParent);

/// <summary>A retry request.</summary>
/// <param name="NewBatchId">The identity of the new batch.</param>
/// <param name="Statuses">The statuses of the items.</param>
/// <param name="Codes">The codes of their errors; null: any, or none.</param>
/// <param name="Sequences">The sequence indexes of the items; each must be one that can be retried. Null: all.</param>
/// <param name="Process">Whether the new batch is sealed.</param>
/// <param name="TraceParent">The trace its work belongs to.</param>
public sealed record RetryRequest(
    Guid NewBatchId,
    IReadOnlyList<ItemStatus> Statuses,
    IReadOnlyList<string>? Codes,
    IReadOnlyList<int>? Sequences,
    bool Process,
    string? TraceParent);
