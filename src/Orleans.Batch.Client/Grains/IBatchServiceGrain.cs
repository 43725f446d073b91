namespace Orleans.Batch.Client;

/// <summary>
/// The batch calls that are not about one batch's lifecycle (<see cref="IBatchGrain"/>), answered by any silo of the role
/// <c>batch</c>. An add carries the items of that one call; longer streams go through <see cref="IItemUploadGrain"/>.
/// </summary>
[Alias("orleans-batch.batch-service.v1")]
public interface IBatchServiceGrain : IGrainWithIntegerKey
{
    /// <summary>The internal key of a batch, which names its <see cref="IBatchGrain"/> and never changes.</summary>
    ValueTask<long> FindKeyAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.CreateAsync"/>
    ValueTask<IdempotentResult<BatchSummary>> CreateAsync(
        ProjectId project, NewBatch batch, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.ListAsync"/>
    ValueTask<BatchPage> ListAsync(ProjectId project, BatchQuery query, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.DeleteAsync"/>
    ValueTask DeleteAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.ListItemsAsync"/>
    ValueTask<BatchItemPage> ListItemsAsync(
        ProjectId project, Guid batchId, BatchItemQuery query, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.AddAsync"/>
    ValueTask<IdempotentResult<AddedBatchItems>> AddAsync(
        ProjectId project,
        Guid batchId,
        [Immutable] NewBatchItem[] items,
        IdempotencyKey? key,
        CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.RetryAsync"/>
    ValueTask<IdempotentResult<BatchSummary>> RetryAsync(
        ProjectId project, Guid batchId, RetrySelection selection, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.ExtractAsync"/>
    ValueTask<BatchSummary> ExtractAsync(ProjectId project, ExtractionSelection episodes, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.ListFactChangesAsync"/>
    ValueTask<FactChangePage> ListFactChangesAsync(
        ProjectId project, Guid batchId, FactChangeQuery query, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.ApplyProposalAsync"/>
    ValueTask<BatchSummary> ApplyProposalAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.DiscardProposalAsync"/>
    ValueTask<BatchSummary> DiscardProposalAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.SetCapsAsync"/>
    ValueTask<BatchSummary> SetCapsAsync(ProjectId project, Guid batchId, ModelCaps caps, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.GetItemAsync"/>
    ValueTask<BatchItemRecord> GetItemAsync(
        ProjectId project, Guid batchId, Guid itemId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.ChangeItemAsync"/>
    ValueTask<BatchItemRecord> ChangeItemAsync(
        ProjectId project, Guid batchId, Guid itemId, ItemChanges changes, CancellationToken cancellationToken);

    /// <inheritdoc cref="IBatchClient.ValidateAsync"/>
    ValueTask<BatchValidation> ValidateAsync(
        ProjectId project, Guid batchId, ValidationQuery query, CancellationToken cancellationToken);
}
