namespace Orleans.Batch.Client;

internal sealed partial class GrainBatchClient
{
    public async ValueTask<IdempotentResult<AddedItems>> AddStreamAsync(
        ProjectId project,
        Guid batchId,
        IAsyncEnumerable<NewBatchItem> items,
        Func<IdempotencyKey>? key,
        CancellationToken cancellationToken)
    {
        var upload = cluster.GetGrain<IItemUploadGrain>(Guid.NewGuid());
        var pieces = 0;
        await foreach (var piece in items.Chunk(Limits.ItemsPerAdd).WithCancellation(cancellationToken))
        {
            await upload.SendAsync(project, batchId, pieces++, piece);
        }

        if (pieces == 0)
        {
            throw BatchServiceException.Invalid(ErrorCodes.Required, "there must be at least one item");
        }

        return await upload.EndAsync(project, pieces, key?.Invoke());
    }

    public IAsyncEnumerable<BatchEvent> WatchAsync(
        ProjectId project, Guid batchId, string? lastEventId, CancellationToken cancellationToken) =>
        cluster.GetGrain<IBatchStreamGrain>(Guid.NewGuid()).WatchAsync(project, batchId, lastEventId, cancellationToken);

    public IAsyncEnumerable<BatchItemRecord> ExportItemsAsync(
        ProjectId project, Guid batchId, BatchItemFilter filter, CancellationToken cancellationToken) =>
        cluster.GetGrain<IBatchStreamGrain>(Guid.NewGuid()).ExportItemsAsync(project, batchId, filter, cancellationToken);
}
