namespace Orleans.Batch.Batches;

/// <summary>
/// Reads batches and their items. Refusals are <see cref="BatchServiceException"/>, temporary faults are
/// <see cref="TransientStoreException"/>.
/// </summary>
public interface IBatchReader
{
    /// <summary>One batch, or null.</summary>
    ValueTask<BatchSummary?> FindAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>A page of batches, newest first.</summary>
    ValueTask<BatchPage> ListAsync(ProjectId project, BatchQuery query, CancellationToken cancellationToken);

    /// <summary>A page of items in sequence order.</summary>
    ValueTask<BatchItemPage> ListItemsAsync(
        ProjectId project, Guid batchId, BatchItemQuery query, CancellationToken cancellationToken);

    /// <summary>One item with its payload; null when there is none, or its payload was removed with its graph.</summary>
    ValueTask<BatchItemRecord?> FindItemAsync(
        ProjectId project, Guid batchId, int sequence, CancellationToken cancellationToken);

    /// <summary>A page of items with their payloads, at most <see cref="BatchItemFilter.Limit"/>, which is given here.</summary>
    /// <returns>The items, and the sequence index the next page begins at; null on the last.</returns>
    ValueTask<(IReadOnlyList<BatchItemRecord> Items, int? Next)> ReadRecordsAsync(
        ProjectId project, Guid batchId, BatchItemFilter filter, CancellationToken cancellationToken);
}
