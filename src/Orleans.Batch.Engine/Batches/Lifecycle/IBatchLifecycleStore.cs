namespace Orleans.Batch.Batches;

/// <summary>
/// Stores the transitions of batches that their callers request. Each method is one transaction; refusals are
/// <see cref="BatchServiceException"/>, temporary faults are <see cref="TransientStoreException"/>.
/// </summary>
public interface IBatchLifecycleStore
{
    /// <summary>Seals a draft: status queued, its place in the process order assigned.</summary>
    ValueTask<IdempotentResult<SealedBatch>> SealAsync(
        ProjectId project, Guid batchId, string? traceParent, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>
    /// Records that a batch is to be canceled. One without lanes ends at once, and its outbox message is written;
    /// the lanes of any other are ended by <see cref="IBatchRunStore.CancelLanesAsync"/>.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="batchId">The batch.</param>
    /// <param name="version">Only if its lifecycle is still at this version; null: at any version.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BatchVersionConflictException">It no longer has that version.</exception>
    ValueTask<UpdatedBatch> RequestCancelAsync(
        ProjectId project, Guid batchId, int? version, CancellationToken cancellationToken);

    /// <summary>Pauses or resumes a batch; with the version as in <see cref="RequestCancelAsync"/>.</summary>
    ValueTask<UpdatedBatch> SetPausedAsync(
        ProjectId project, Guid batchId, bool paused, int? version, CancellationToken cancellationToken);
}

/// <summary>A batch just sealed.</summary>
/// <param name="BatchKey">Its internal key.</param>
/// <param name="Summary">The batch as returned to the caller.</param>
public sealed record SealedBatch(long BatchKey, BatchSummary Summary);

/// <summary>A batch after an operator's call.</summary>
/// <param name="BatchKey">Its internal key.</param>
/// <param name="Summary">Its current state.</param>
/// <param name="Changed">Whether this call changed it.</param>
public sealed record UpdatedBatch(long BatchKey, BatchSummary Summary, bool Changed);
