namespace Orleans.Batch.Client;

internal sealed partial class GrainBatchClient
{
    public async ValueTask<IdempotentResult<AddedBatchItems>> AddAsync(
        ProjectId project,
        Guid batchId,
        IReadOnlyList<NewBatchItem> items,
        IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        // Checked here, since the transport would close the connection on which a larger message came, and would repair a text
        // that is not valid Unicode: a changed text would be stored.
        BatchItemRules.Require(items);
        return await _service.AddAsync(project, batchId, items.ToArray(), key, cancellationToken);
    }

    public ValueTask<BatchItemPage> ListItemsAsync(
        ProjectId project, Guid batchId, BatchItemQuery query, CancellationToken cancellationToken) =>
        _service.ListItemsAsync(project, batchId, query, cancellationToken);

    public ValueTask<BatchItemRecord> GetItemAsync(
        ProjectId project, Guid batchId, Guid itemId, CancellationToken cancellationToken) =>
        _service.GetItemAsync(project, batchId, itemId, cancellationToken);

    public ValueTask<BatchItemRecord> ChangeItemAsync(
        ProjectId project, Guid batchId, Guid itemId, ItemChanges changes, CancellationToken cancellationToken) =>
        _service.ChangeItemAsync(project, batchId, itemId, changes, cancellationToken);
}
