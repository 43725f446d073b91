using Orleans.Batch.Batches;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's batch calls, for .NET services. As many activations as needed, each with many concurrent calls.</summary>
[GrainType("orleans-batch.batch-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class BatchServiceGrain(IBatchClient batches, IBatchWatchStore store) : Grain, IBatchServiceGrain
{
    public async ValueTask<long> FindKeyAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        await batches.GetAsync(project, batchId, cancellationToken);
        var found = await store.ReadWatchedAsync([batchId], cancellationToken);
        return found.Count == 1 ? found[0].BatchKey : throw BatchServiceException.NotFound("batch", batchId.ToString());
    }

    public ValueTask<IdempotentResult<BatchSummary>> CreateAsync(
        ProjectId project, NewBatch batch, IdempotencyKey? key, CancellationToken cancellationToken) =>
        batches.CreateAsync(project, batch, key, cancellationToken);

    public ValueTask<BatchPage> ListAsync(ProjectId project, BatchQuery query, CancellationToken cancellationToken) =>
        batches.ListAsync(project, query, cancellationToken);

    public ValueTask DeleteAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        batches.DeleteAsync(project, batchId, cancellationToken);

    public ValueTask<BatchItemPage> ListItemsAsync(
        ProjectId project, Guid batchId, BatchItemQuery query, CancellationToken cancellationToken) =>
        batches.ListItemsAsync(project, batchId, query, cancellationToken);

    public ValueTask<IdempotentResult<AddedBatchItems>> AddAsync(
        ProjectId project, Guid batchId, NewBatchItem[] items, IdempotencyKey? key, CancellationToken cancellationToken) =>
        batches.AddAsync(project, batchId, items, key, cancellationToken);

    public ValueTask<IdempotentResult<BatchSummary>> RetryAsync(
        ProjectId project, Guid batchId, RetrySelection selection, IdempotencyKey? key, CancellationToken cancellationToken) =>
        batches.RetryAsync(project, batchId, selection, key, cancellationToken);

    public ValueTask<BatchSummary> ExtractAsync(
        ProjectId project, ExtractionSelection episodes, CancellationToken cancellationToken) =>
        batches.ExtractAsync(project, episodes, cancellationToken);

    public ValueTask<FactChangePage> ListFactChangesAsync(
        ProjectId project, Guid batchId, FactChangeQuery query, CancellationToken cancellationToken) =>
        batches.ListFactChangesAsync(project, batchId, query, cancellationToken);

    public ValueTask<BatchSummary> ApplyProposalAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        batches.ApplyProposalAsync(project, batchId, cancellationToken);

    public ValueTask<BatchSummary> DiscardProposalAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        batches.DiscardProposalAsync(project, batchId, cancellationToken);

    public ValueTask<BatchSummary> SetCapsAsync(
        ProjectId project, Guid batchId, ModelCaps caps, CancellationToken cancellationToken) =>
        batches.SetCapsAsync(project, batchId, caps, cancellationToken);

    public ValueTask<BatchItemRecord> GetItemAsync(
        ProjectId project, Guid batchId, Guid itemId, CancellationToken cancellationToken) =>
        batches.GetItemAsync(project, batchId, itemId, cancellationToken);

    public ValueTask<BatchItemRecord> ChangeItemAsync(
        ProjectId project, Guid batchId, Guid itemId, ItemChanges changes, CancellationToken cancellationToken) =>
        batches.ChangeItemAsync(project, batchId, itemId, changes, cancellationToken);

    public ValueTask<BatchValidation> ValidateAsync(
        ProjectId project, Guid batchId, ValidationQuery query, CancellationToken cancellationToken) =>
        batches.ValidateAsync(project, batchId, query, cancellationToken);
}
