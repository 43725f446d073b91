using Orleans.Batch.Batches;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's batch calls, for .NET services. As many of these as needed, each with many calls at once.</summary>
[GrainType("orleans-batch.batch-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class BatchServiceGrain(IBatchClient batches, IBatchStore store, CallerProof proof) : Grain, IBatchServiceGrain
{
    public async ValueTask<long> FindKeyAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        await (await OfAsync(project, cancellationToken)).GetAsync(project, batchId, cancellationToken);
        var found = await store.ReadWatchedAsync([batchId], cancellationToken);
        return found.Count == 1 ? found[0].BatchKey : throw BatchServiceException.NotFound("batch", batchId.ToString());
    }

    public async ValueTask<Replayable<BatchSummary>> CreateAsync(
        ProjectId project, NewBatch batch, IdempotencyKey? key, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).CreateAsync(project, batch, key, cancellationToken);

    public async ValueTask<BatchPage> ListAsync(ProjectId project, BatchQuery query, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).ListAsync(project, query, cancellationToken);

    public async ValueTask DeleteAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).DeleteAsync(project, batchId, cancellationToken);

    public async ValueTask<BatchItemPage> ListItemsAsync(
        ProjectId project, Guid batchId, BatchItemQuery query, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).ListItemsAsync(project, batchId, query, cancellationToken);

    public async ValueTask<Replayable<AddedBatchItems>> AddAsync(
        ProjectId project, Guid batchId, NewBatchItem[] items, IdempotencyKey? key, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).AddAsync(project, batchId, items, key, cancellationToken);

    public async ValueTask<Replayable<BatchSummary>> RetryAsync(
        ProjectId project, Guid batchId, RetrySelection selection, IdempotencyKey? key, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).RetryAsync(project, batchId, selection, key, cancellationToken);

    public async ValueTask<BatchSummary> ExtractAsync(
        ProjectId project, StoredEpisodes episodes, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).ExtractAsync(project, episodes, cancellationToken);

    public async ValueTask<BatchItemRecord> GetItemAsync(
        ProjectId project, Guid batchId, Guid itemId, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).GetItemAsync(project, batchId, itemId, cancellationToken);

    public async ValueTask<BatchItemRecord> ChangeItemAsync(
        ProjectId project, Guid batchId, Guid itemId, ItemChanges changes, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).ChangeItemAsync(project, batchId, itemId, changes, cancellationToken);

    public async ValueTask<BatchValidation> ValidateAsync(
        ProjectId project, Guid batchId, ValidationQuery query, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).ValidateAsync(project, batchId, query, cancellationToken);

    // The only way to the engine from here: nobody gets past it without proof.
    private async ValueTask<IBatchClient> OfAsync(ProjectId project, CancellationToken cancellationToken)
    {
        await proof.RequireAsync(project, cancellationToken);
        return batches;
    }
}
