namespace Orleans.Batch.Batches;

public sealed partial class BatchService
{
    /// <inheritdoc/>
    public async ValueTask<BatchItemRecord> GetItemAsync(
        ProjectId project, Guid batchId, Guid itemId, CancellationToken cancellationToken) =>
        await ServiceGuard.RunAsync(
            () => store.FindItemAsync(project, batchId, SequenceOf(batchId, itemId), cancellationToken)) ?? throw NoItem(batchId, itemId);

    /// <inheritdoc/>
    public async ValueTask<BatchItemRecord> ChangeItemAsync(
        ProjectId project, Guid batchId, Guid itemId, ItemChanges changes, CancellationToken cancellationToken) =>
        await ServiceGuard.RunAsync(() => store.ChangeItemAsync(
            project, batchId, SequenceOf(batchId, itemId), item => ItemChangeRules.Apply(item, changes), cancellationToken))
        ?? throw NoItem(batchId, itemId);

    // An id of another batch finds no item: the batch is looked up too, so that the error names the missing one.
    private static int SequenceOf(Guid batchId, Guid itemId) =>
        BatchItemId.TryGetSequence(batchId, itemId, out var sequence) ? sequence : int.MaxValue;

    private static BatchServiceException NoItem(Guid batchId, Guid itemId) => BatchServiceException.NotFound(
        "item", $"{itemId} in batch {batchId}");
}
