using System.Globalization;
using Microsoft.Extensions.Options;
using Orleans.Batch.Work;

namespace Orleans.Batch.Batches;

/// <summary>The batch calls: validates input, calls the store, and wakes the grains that have work to do.</summary>
public sealed partial class BatchService(
    IBatchStore store, IWakeups wakeups, SpoolSpace space, BatchWatcher watches, IOptions<BatchOptions> options) : IBatchClient
{
    private const int MaxPage = 1_000;
    private const int BadReferencesNamed = 3;

    /// <inheritdoc/>
    public ValueTask<IdempotentResult<BatchSummary>> CreateAsync(
        ProjectId project, NewBatch batch, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        MetadataRules.CheckObject(batch.Metadata, "metadata", problems);
        if (batch.Priority is < -NewBatch.MaxPriority or > NewBatch.MaxPriority)
        {
            problems.Add(null, "priority", ErrorCodes.OutOfRange, string.Create(
                CultureInfo.InvariantCulture,
                $"priority must be a whole number from {-NewBatch.MaxPriority} to {NewBatch.MaxPriority}"));
        }

        if (problems.Count > 0)
        {
            throw BatchServiceException.Invalid(problems.Listed[0].Message, problems);
        }

        return ServiceGuard.RunAsync(() => store.CreateAsync(project, batch, key, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<BatchPage> ListAsync(ProjectId project, BatchQuery query, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => store.ListAsync(
            project, query with { Limit = Math.Clamp(query.Limit, 1, MaxPage) }, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<BatchSummary> GetAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        await ServiceGuard.RunAsync(() => store.FindAsync(project, batchId, cancellationToken))
        ?? throw BatchServiceException.NotFound("batch", batchId.ToString());

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        await ServiceGuard.RunAsync(async () =>
        {
            await store.DeleteAsync(project, batchId, cancellationToken);
            return true;
        });

    /// <inheritdoc/>
    public ValueTask<BatchItemPage> ListItemsAsync(
        ProjectId project, Guid batchId, BatchItemQuery query, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => store.ListItemsAsync(
            project, batchId, query with { Limit = Math.Clamp(query.Limit, 1, MaxPage) }, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<IdempotentResult<AddedBatchItems>> AddAsync(
        ProjectId project,
        Guid batchId,
        IReadOnlyList<NewBatchItem> items,
        IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        CheckCount(items.Count);
        var problems = new ProblemList();
        for (var i = 0; i < items.Count; i++)
        {
            BatchItemRules.Check(items[i], i, problems);
        }

        if (problems.Count > 0)
        {
            throw BatchServiceException.Invalid(
                string.Create(CultureInfo.InvariantCulture, $"{problems.Count} problems in {items.Count} items; nothing was added"),
                problems);
        }

        var added = await ServiceGuard.RunAsync(() => store.AddAsync(
            project, batchId, items, options.Value.MaxItemsPerBatch, key, cancellationToken));
        if (!added.Replayed)
        {
            Telemetry.ItemsAdded.Add(added.Value.Items.Count);
        }

        return added;
    }

    /// <inheritdoc/>
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

        await WakeAsync(batch.BatchKey);
        return new IdempotentResult<BatchSummary>(batch.Summary, sealedBatch.Replayed);
    }

    // The batch is sealed: if a later step fails, it is prepared after the call returns.
    private async ValueTask PrepareAtOnceAsync(SealedBatch batch, CancellationToken cancellationToken)
    {
        ProblemList missing;
        try
        {
            if (await PreparationTurn.PrepareAsync(store, wakeups, batch.BatchKey, cancellationToken) != PreparationResult.Invalid)
            {
                return;
            }

            missing = await store.ReadInvalidItemsAsync(batch.BatchKey, cancellationToken);
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

    private void CheckCount(int count)
    {
        if (count == 0)
        {
            throw BatchServiceException.Invalid(ErrorCodes.Required, "items must hold at least one item");
        }

        if (count > Limits.ItemsPerAdd)
        {
            throw BatchServiceException.Invalid(ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture,
                $"at most {Limits.ItemsPerAdd} items can be added in one call, got {count}; send them in several calls"));
        }
    }
}
