namespace Orleans.Batch.Batches;

/// <summary>
/// Stores the proposals of batches that extract episodes again. Each method is one transaction; refusals are
/// <see cref="BatchServiceException"/>, temporary faults are <see cref="TransientStoreException"/>.
/// </summary>
public interface IProposalStore
{
    /// <summary>A page of the changes that a proposal makes.</summary>
    ValueTask<FactChangePage> ListChangesAsync(
        ProjectId project, Guid batchId, FactChangeQuery query, CancellationToken cancellationToken);

    /// <summary>Begins to apply an open proposal, or discards it; <see cref="StepAsync"/> does the work.</summary>
    ValueTask<SealedBatch> CloseAsync(ProjectId project, Guid batchId, ProposalState state, CancellationToken cancellationToken);

    /// <summary>
    /// Replaces the facts of some episodes of one graph, each once, or removes some rows of a discarded proposal. Records the end.
    /// </summary>
    /// <returns>Whether there is more to do.</returns>
    ValueTask<bool> StepAsync(long batchKey, CancellationToken cancellationToken);
}
