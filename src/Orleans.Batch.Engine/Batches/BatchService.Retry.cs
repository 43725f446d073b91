using System.Globalization;

namespace Orleans.Batch.Batches;

public sealed partial class BatchService
{
    private static readonly ItemStatus[] Retryable = [ItemStatus.Failed, ItemStatus.Canceled, ItemStatus.Pending];

    /// <inheritdoc/>
    public async ValueTask<IdempotentResult<BatchSummary>> RetryAsync(
        ProjectId project, Guid batchId, RetrySelection selection, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var sequences = Check(batchId, selection);
        var newBatch = Guid.CreateVersion7();
        var order = new RetryRequest(
            newBatch,
            selection.Statuses ?? Retryable,
            selection.Codes,
            sequences,
            selection.Process,
            selection.Process ? BatchTrace.Begin(newBatch) : null);
        var retry = await ServiceGuard.RunAsync(() => store.RetryAsync(project, batchId, order, key, cancellationToken));
        if (selection.Process)
        {
            await WakeAsync(retry.Value.BatchKey);
        }

        return new IdempotentResult<BatchSummary>(retry.Value.Summary, retry.Replayed);
    }

    private static int[]? Check(Guid batchId, RetrySelection selection)
    {
        var problems = new ProblemList();
        RequireSome(selection.Statuses, "statuses", problems);
        RequireSome(selection.Codes, "codes", problems);
        RequireSome(selection.ItemIds, "item_ids", problems);
        if (selection.Statuses?.Except(Retryable).Any() == true)
        {
            problems.Add(
                null, "statuses", ErrorCodes.NotRetryable, "statuses may hold failed, canceled and pending: whatever else has ended is in its graph");
        }

        var sequences = new List<int>();
        for (var i = 0; i < selection.ItemIds?.Count; i++)
        {
            if (BatchItemId.TryGetSequence(batchId, selection.ItemIds[i], out var sequence))
            {
                sequences.Add(sequence);
            }
            else
            {
                problems.Add(i, "item_ids", ErrorCodes.NotFound, $"{selection.ItemIds[i]} is not an item of batch {batchId}");
            }
        }

        if (problems.Count > 0)
        {
            throw BatchServiceException.Invalid(
                string.Create(CultureInfo.InvariantCulture, $"{problems.Listed[0].Message}; nothing was retried"), problems);
        }

        return selection.ItemIds is null ? null : [.. sequences.Distinct()];
    }

    private static void RequireSome<T>(IReadOnlyList<T>? values, string field, ProblemList problems)
    {
        if (values is [])
        {
            problems.Add(null, field, ErrorCodes.Required, $"{field} is empty and chooses nothing; leave it out to choose all");
        }
    }
}
