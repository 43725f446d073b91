using System.Globalization;

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
        // Refused here: the transport would close the connection on which a larger message came.
        if (items.Count > Limits.ItemsPerAdd)
        {
            throw BatchServiceException.Invalid(ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture,
                $"at most {Limits.ItemsPerAdd} items can be added in one call, got {items.Count}; send them in several calls"));
        }

        // Checked here: the transport would repair a text that is not valid Unicode, and a changed text would be stored.
        var problems = new ProblemList();
        for (var i = 0; i < items.Count; i++)
        {
            BatchItemRules.Check(items[i], i, problems);
        }

        if (problems.Count > 0)
        {
            throw BatchServiceException.Invalid(
                string.Create(CultureInfo.InvariantCulture, $"{problems.Count} problems in {items.Count} items; nothing was added"),
                problems);
        }

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
