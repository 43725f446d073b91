namespace Orleans.Batch.Batches;

public sealed partial class BatchService
{
    /// <inheritdoc/>
    public async ValueTask<BatchSummary> ExtractAsync(
        ProjectId project, ExtractionSelection episodes, CancellationToken cancellationToken)
    {
        if (new object?[] { episodes.BatchId, episodes.GraphId, episodes.UserId }.Count(id => id is not null) != 1)
        {
            throw BatchServiceException.Invalid(
                ErrorCodes.Contradiction, "name one of batch_id, graph_id and user_id: whose stored episodes facts are to be made of");
        }

        var batchId = Guid.CreateVersion7();
        var order = new ExtractionRequest(
            batchId, episodes, ExtractionMode.Deterministic, options.Value.MaxItemsPerBatch, BatchTrace.Begin(batchId));
        var batch = await ServiceGuard.RunAsync(() => store.ExtractAsync(project, order, cancellationToken));
        await WakeAsync(batch.BatchKey);
        return batch.Summary;
    }
}
