namespace Orleans.Batch.Batches;

public sealed partial class BatchService
{
    /// <inheritdoc/>
    public ValueTask<BatchValidation> ValidateAsync(
        ProjectId project, Guid batchId, ValidationQuery query, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(async () =>
        {
            var inspection = new DraftInspection(
                Math.Max(0, query.Cursor ?? 0), Math.Clamp(query.Limit, 1, MaxPage), options.Value.LongLaneItems);
            await store.ReadDraftAsync(project, batchId, inspection.See, cancellationToken);
            inspection.SeeWaiting(await store.ReadWaitingAsync(inspection.GraphKeys, cancellationToken));
            return inspection.Result;
        });
}
