using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.Batch.Work;

namespace Orleans.Batch.Batches;

/// <summary>Processes, cancels, pauses and resumes batches, and wakes what has work to do then.</summary>
public sealed class LifecycleService(
    IBatchLifecycleStore store, IPreparationStore preparation, IWakeups wakeups, IOptions<BatchOptions> options)
{
    private const int BadReferencesNamed = 3;

    /// <inheritdoc cref="IBatchClient.ProcessAsync"/>
    public async ValueTask<IdempotentResult<BatchSummary>> ProcessAsync(
        ProjectId project, Guid batchId, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var sealedBatch = await ServiceGuard.RunAsync(() => store.SealAsync(
            project, batchId, BatchTrace.Begin(batchId), key, cancellationToken));
        var batch = sealedBatch.Value;
        if (!sealedBatch.Replayed && batch.Summary.ItemCount <= options.Value.PrepareAtOnceUpTo)
        {
            await PrepareAtOnceAsync(batch, cancellationToken);
        }

        await wakeups.WakeBatchAsync(batch.BatchKey);
        return new IdempotentResult<BatchSummary>(batch.Summary, sealedBatch.Replayed);
    }

    /// <inheritdoc cref="IBatchClient.CancelAsync"/>
    /// <exception cref="BatchVersionConflictException">The batch has changed since <paramref name="version"/>.</exception>
    public async ValueTask<CancelResult> CancelAsync(
        ProjectId project, Guid batchId, int? version, CancellationToken cancellationToken)
    {
        var batch = await ServiceGuard.RunAsync(() => store.RequestCancelAsync(project, batchId, version, cancellationToken));
        await wakeups.WakeBatchAsync(batch.BatchKey);
        if (batch is { Changed: true, Summary.CompletedAt: not null })
        {
            await PreparationTurn.PassAsync(preparation, wakeups, batch.BatchKey);
        }

        return new CancelResult(batch.Summary, Repeated: !batch.Changed);
    }

    /// <summary>Pauses or resumes a batch.</summary>
    /// <exception cref="BatchVersionConflictException">The batch has changed since <paramref name="version"/>.</exception>
    public async ValueTask<BatchSummary> SetPausedAsync(
        ProjectId project, Guid batchId, bool paused, int? version, CancellationToken cancellationToken)
    {
        var batch = await ServiceGuard.RunAsync(
            () => store.SetPausedAsync(project, batchId, paused, version, cancellationToken));
        await wakeups.WakeBatchAsync(batch.BatchKey);
        return batch.Summary;
    }

    // The batch is sealed: if a later step fails, it is prepared after the call returns.
    private async ValueTask PrepareAtOnceAsync(SealedBatch batch, CancellationToken cancellationToken)
    {
        ProblemList missing;
        try
        {
            if (await PreparationTurn.PrepareAsync(preparation, wakeups, batch.BatchKey, cancellationToken) != PreparationResult.Invalid)
            {
                return;
            }

            missing = await preparation.ReadInvalidItemsAsync(batch.BatchKey, cancellationToken);
        }
        catch (Exception e) when (e is TransientStoreException or OperationCanceledException)
        {
            return;
        }

        var named = string.Join("; ", missing.Listed.Select(p => p.Message.Split(';')[0]).Distinct().Take(BadReferencesNamed));
        throw BatchServiceException.Invalid(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{missing.Count} items name destinations that do not exist ({named}); the batch is invalid: create them, delete this batch and send it again"),
            missing);
    }
}
