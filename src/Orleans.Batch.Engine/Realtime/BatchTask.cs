using Orleans.Batch.Batches;

namespace Orleans.Batch.Realtime;

/// <summary>A batch as the task of the deprecated call that created it.</summary>
internal static class BatchTask
{
    /// <summary>The task of a batch; null when there is no such batch.</summary>
    public static async ValueTask<IngestTask?> FindAsync(
        IBatchReader batches, ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        if (await batches.FindAsync(project, batchId, cancellationToken) is not { } batch)
        {
            return null;
        }

        var status = StatusOf(batch.Status);
        var progress = batch.Progress;
        return new IngestTask
        {
            TaskId = batchId,
            Type = IngestTaskType.Batch,
            Status = status,
            Items = batch.ItemCount,
            ItemsEnded = progress.SucceededItems + progress.FailedItems + progress.SkippedItems + progress.CanceledItems,
            Error = status is IngestTaskStatus.Failed or IngestTaskStatus.Partial ? await ErrorAsync(batches, project, batch, cancellationToken) : null,
            CreatedAt = batch.CreatedAt,
            StartedAt = batch.ProcessedAt,
            CompletedAt = batch.CompletedAt,
        };
    }

    private static IngestTaskStatus StatusOf(BatchStatus status) => status switch
    {
        BatchStatus.Draft or BatchStatus.Queued => IngestTaskStatus.Pending,
        BatchStatus.Processing => IngestTaskStatus.Processing,
        BatchStatus.Succeeded => IngestTaskStatus.Succeeded,
        BatchStatus.Partial => IngestTaskStatus.Partial,
        _ => IngestTaskStatus.Failed,
    };

    private static async ValueTask<ItemError?> ErrorAsync(
        IBatchReader batches, ProjectId project, BatchSummary batch, CancellationToken cancellationToken)
    {
        var wanted = batch.Status == BatchStatus.Canceled ? ItemStatus.Canceled : ItemStatus.Failed;
        var page = await batches.ListItemsAsync(
            project, batch.BatchId, new BatchItemQuery(Limit: 1, Status: wanted), cancellationToken);
        return page.Items is [var first, ..] ? first.Error : null;
    }
}
