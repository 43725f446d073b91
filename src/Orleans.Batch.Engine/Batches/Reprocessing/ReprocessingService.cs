using Microsoft.Extensions.Options;
using Orleans.Batch.Models;
using Orleans.Batch.Work;

namespace Orleans.Batch.Batches;

/// <summary>Creates batches from the items of others, and wakes them.</summary>
internal sealed class ReprocessingService(
    IReprocessingStore store,
    IProposalStore proposals,
    IWakeups wakeups,
    IOptions<BatchOptions> options,
    IOptions<ModelOptions> models)
{
    /// <inheritdoc cref="IBatchClient.RetryAsync"/>
    public async ValueTask<IdempotentResult<BatchSummary>> RetryAsync(
        ProjectId project, Guid batchId, RetrySelection selection, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var sequences = RetryRules.Check(batchId, selection);
        var newBatch = Guid.CreateVersion7();
        var order = new RetryRequest(
            newBatch,
            selection.Statuses ?? RetryRules.Retryable,
            selection.Codes,
            sequences,
            selection.Process,
            selection.Process ? BatchTrace.Begin(newBatch) : null);
        var retry = await ServiceGuard.RunAsync(() => store.RetryAsync(project, batchId, order, key, cancellationToken));
        if (selection.Process)
        {
            await wakeups.WakeBatchAsync(retry.Value.BatchKey);
        }

        return new IdempotentResult<BatchSummary>(retry.Value.Summary, retry.Replayed);
    }

    /// <inheritdoc cref="IBatchClient.ExtractAsync"/>
    public async ValueTask<BatchSummary> ExtractAsync(
        ProjectId project, ExtractionSelection episodes, CancellationToken cancellationToken)
    {
        if (new object?[] { episodes.BatchId, episodes.GraphId, episodes.UserId }.Count(id => id is not null) != 1)
        {
            throw BatchServiceException.Invalid(
                ErrorCodes.Contradiction, "name one of batch_id, graph_id and user_id: whose stored episodes facts are to be made of");
        }

        ModelRules.Check(episodes.Extraction, episodes.Model, models.Value);
        var batchId = Guid.CreateVersion7();
        var order = new ExtractionRequest(
            batchId, episodes, options.Value.MaxItemsPerBatch, BatchTrace.Begin(batchId));
        var batch = await ServiceGuard.RunAsync(() => store.ExtractAsync(project, order, cancellationToken));
        await wakeups.WakeBatchAsync(batch.BatchKey);
        return batch.Summary;
    }

    /// <summary>Begins to apply a batch's proposal, or discards it.</summary>
    public async ValueTask<BatchSummary> CloseProposalAsync(
        ProjectId project, Guid batchId, ProposalState state, CancellationToken cancellationToken)
    {
        var batch = await ServiceGuard.RunAsync(() => proposals.CloseAsync(project, batchId, state, cancellationToken));
        await wakeups.WakeBatchAsync(batch.BatchKey);
        return batch.Summary;
    }
}
