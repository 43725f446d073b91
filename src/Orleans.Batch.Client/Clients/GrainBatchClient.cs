using Orleans.Storage;

namespace Orleans.Batch.Client;

/// <summary>The batch calls through the cluster: calls on one batch's lifecycle go to its grain, the rest to any silo.</summary>
internal sealed partial class GrainBatchClient(IClusterClient cluster) : IBatchClient
{
    private const int Attempts = 3;

    private readonly IBatchServiceGrain _service = cluster.GetGrain<IBatchServiceGrain>(0);
    private readonly BatchKeys _keys = new(cluster.GetGrain<IBatchServiceGrain>(0));

    public ValueTask<IdempotentResult<BatchSummary>> CreateAsync(
        ProjectId project, NewBatch batch, IdempotencyKey? key, CancellationToken cancellationToken) =>
        _service.CreateAsync(project, batch, key, cancellationToken);

    public ValueTask<BatchPage> ListAsync(ProjectId project, BatchQuery query, CancellationToken cancellationToken) =>
        _service.ListAsync(project, query, cancellationToken);

    public async ValueTask<BatchSummary> GetAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        await (await GrainAsync(project, batchId, cancellationToken)).GetAsync(project, cancellationToken);

    public ValueTask DeleteAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        _service.DeleteAsync(project, batchId, cancellationToken);

    public async ValueTask<IdempotentResult<BatchSummary>> ProcessAsync(
        ProjectId project, Guid batchId, IdempotencyKey? key, CancellationToken cancellationToken) =>
        await (await GrainAsync(project, batchId, cancellationToken)).ProcessAsync(project, key, cancellationToken);

    public ValueTask<CancelResult> CancelAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        ChangeAsync(project, batchId, grain => grain.CancelAsync(project, cancellationToken), cancellationToken);

    public ValueTask<BatchSummary> PauseAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        ChangeAsync(project, batchId, grain => grain.PauseAsync(project, cancellationToken), cancellationToken);

    public ValueTask<BatchSummary> ResumeAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        ChangeAsync(project, batchId, grain => grain.ResumeAsync(project, cancellationToken), cancellationToken);

    public ValueTask<IdempotentResult<BatchSummary>> RetryAsync(
        ProjectId project, Guid batchId, RetrySelection selection, IdempotencyKey? key, CancellationToken cancellationToken) =>
        _service.RetryAsync(project, batchId, selection, key, cancellationToken);

    public ValueTask<BatchSummary> ExtractAsync(
        ProjectId project, ExtractionSelection episodes, CancellationToken cancellationToken) =>
        _service.ExtractAsync(project, episodes, cancellationToken);

    public ValueTask<FactChangePage> ListFactChangesAsync(
        ProjectId project, Guid batchId, FactChangeQuery query, CancellationToken cancellationToken) =>
        _service.ListFactChangesAsync(project, batchId, query, cancellationToken);

    public ValueTask<BatchSummary> ApplyProposalAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        _service.ApplyProposalAsync(project, batchId, cancellationToken);

    public ValueTask<BatchSummary> DiscardProposalAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        _service.DiscardProposalAsync(project, batchId, cancellationToken);

    public ValueTask<BatchSummary> SetCapsAsync(
        ProjectId project, Guid batchId, ModelCaps caps, CancellationToken cancellationToken) =>
        _service.SetCapsAsync(project, batchId, caps, cancellationToken);

    public ValueTask<BatchValidation> ValidateAsync(
        ProjectId project, Guid batchId, ValidationQuery query, CancellationToken cancellationToken) =>
        _service.ValidateAsync(project, batchId, query, cancellationToken);

    private async ValueTask<IBatchGrain> GrainAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        cluster.GetGrain<IBatchGrain>(await _keys.FindAsync(project, batchId, cancellationToken));

    // Another caller, such as a gateway, has changed the batch: its grain has dropped its state and reads it again.
    private async ValueTask<T> ChangeAsync<T>(
        ProjectId project, Guid batchId, Func<IBatchGrain, ValueTask<T>> change, CancellationToken cancellationToken)
    {
        var grain = await GrainAsync(project, batchId, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await change(grain);
            }
            catch (InconsistentStateException) when (attempt < Attempts)
            {
            }
        }
    }
}
