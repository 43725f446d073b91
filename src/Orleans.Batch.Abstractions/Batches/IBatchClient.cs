namespace Orleans.Batch;

/// <summary>
/// Loads large datasets as batches. All calls are confined to <see cref="ProjectId"/>; refusals are
/// <see cref="BatchServiceException"/>. When a call returns, its result is durable.
/// </summary>
public partial interface IBatchClient
{
    /// <summary>Creates an empty draft.</summary>
    ValueTask<IdempotentResult<BatchSummary>> CreateAsync(
        ProjectId project, NewBatch batch, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>Lists batches, newest first.</summary>
    ValueTask<BatchPage> ListAsync(ProjectId project, BatchQuery query, CancellationToken cancellationToken);

    /// <summary>One batch.</summary>
    ValueTask<BatchSummary> GetAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>Deletes a draft or an invalid batch with its items; any other is a conflict.</summary>
    ValueTask DeleteAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>Lists a batch's items in sequence order.</summary>
    ValueTask<BatchItemPage> ListItemsAsync(
        ProjectId project, Guid batchId, BatchItemQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Appends items to a draft: all of them or none, except those whose <see cref="NewBatchItem.RecordId"/> their
    /// destination has already. Destinations are checked not here, but when processing starts.
    /// </summary>
    ValueTask<IdempotentResult<AddedBatchItems>> AddAsync(
        ProjectId project,
        Guid batchId,
        IReadOnlyList<NewBatchItem> items,
        IdempotencyKey? key,
        CancellationToken cancellationToken);

    /// <summary>
    /// Seals a draft and assigns its place in the process order. Small batches are checked at once: missing
    /// destinations make the batch invalid and this call fail; large ones are checked after the call returns.
    /// </summary>
    ValueTask<IdempotentResult<BatchSummary>> ProcessAsync(
        ProjectId project, Guid batchId, IdempotencyKey? key, CancellationToken cancellationToken);
}
