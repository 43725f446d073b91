namespace Orleans.Batch.Batches;

public sealed partial class BatchService
{
    /// <inheritdoc/>
    public ValueTask<BatchValidation> ValidateAsync(
        ProjectId project, Guid batchId, ValidationQuery query, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(async () =>
        {
            var validator = new DraftValidator(
                Math.Max(0, query.Cursor ?? 0), Math.Clamp(query.Limit, 1, MaxPage), options.Value.LongLaneItems);
            await store.ReadDraftAsync(project, batchId, validator.Add, cancellationToken);
            validator.AddWaiting(await store.ReadWaitingAsync(validator.GraphKeys, cancellationToken));
            return validator.Result;
        });
}
