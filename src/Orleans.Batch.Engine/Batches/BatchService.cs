using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Orleans.Batch.Models;
using Orleans.Batch.Projects;

namespace Orleans.Batch.Batches;

/// <summary>The batch calls: validates input and calls the stores.</summary>
internal sealed class BatchService(
    IDraftStore drafts,
    IBatchReader reader,
    LifecycleService lifecycle,
    ReprocessingService reprocessing,
    IProposalStore proposals,
    StreamReceiver streams,
    BatchWatcher watcher,
    IModelBudgetStore budgets,
    IProjectInfoStore projects,
    IOptions<BatchOptions> options,
    IOptions<ModelOptions> models) : IBatchClient
{
    // With the largest items, some ten megabytes.
    private const int ExportPage = 250;

    /// <inheritdoc/>
    public ValueTask<IdempotentResult<BatchSummary>> CreateAsync(
        ProjectId project, NewBatch batch, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        DraftRules.Check(batch);
        ModelRules.Check(batch.Extraction, batch.Model, models.Value);
        ModelRules.Check(batch.Caps);
        return ServiceGuard.RunAsync(() => drafts.CreateAsync(project, batch, key, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<BatchPage> ListAsync(ProjectId project, BatchQuery query, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => reader.ListAsync(
            project, query with { Limit = Math.Clamp(query.Limit, 1, Limits.PerPage) }, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<BatchSummary> GetAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync("batch", batchId.ToString(), () => reader.FindAsync(project, batchId, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        await ServiceGuard.RunAsync(async () =>
        {
            await drafts.DeleteAsync(project, batchId, cancellationToken);
            return true;
        });

    /// <inheritdoc/>
    public ValueTask<BatchItemPage> ListItemsAsync(
        ProjectId project, Guid batchId, BatchItemQuery query, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => reader.ListItemsAsync(
            project, batchId, query with { Limit = Math.Clamp(query.Limit, 1, Limits.PerPage) }, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<IdempotentResult<AddedBatchItems>> AddAsync(
        ProjectId project,
        Guid batchId,
        IReadOnlyList<NewBatchItem> items,
        IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        BatchItemRules.Require(items);
        var added = await ServiceGuard.RunAsync(() => drafts.AddAsync(
            project, batchId, items, options.Value.MaxItemsPerBatch, key, cancellationToken));
        if (!added.Replayed)
        {
            Telemetry.ItemsAdded.Add(added.Value.Items.Count);
        }

        return added;
    }

    /// <inheritdoc/>
    public async ValueTask<IdempotentResult<AddedItems>> AddStreamAsync(
        ProjectId project,
        Guid batchId,
        IAsyncEnumerable<NewBatchItem> items,
        Func<IdempotencyKey>? key,
        CancellationToken cancellationToken)
    {
        var batch = await GetAsync(project, batchId, cancellationToken);
        using var spool = await streams.ReceiveAsync(batch, items, keyed: key is not null, cancellationToken);
        var added = await ServiceGuard.RunAsync(() => drafts.AddStreamAsync(
            project, batchId, spool.ReadAsync(cancellationToken), spool.Count, options.Value.MaxItemsPerBatch, key?.Invoke(), cancellationToken));
        if (!added.Replayed)
        {
            Telemetry.ItemsAdded.Add(added.Value.Accepted);
        }

        return added;
    }

    /// <inheritdoc/>
    public ValueTask<IdempotentResult<BatchSummary>> ProcessAsync(
        ProjectId project, Guid batchId, IdempotencyKey? key, CancellationToken cancellationToken) =>
        lifecycle.ProcessAsync(project, batchId, key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<CancelResult> CancelAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        lifecycle.CancelAsync(project, batchId, version: null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BatchSummary> PauseAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        lifecycle.SetPausedAsync(project, batchId, paused: true, version: null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BatchSummary> ResumeAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        lifecycle.SetPausedAsync(project, batchId, paused: false, version: null, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IdempotentResult<BatchSummary>> RetryAsync(
        ProjectId project, Guid batchId, RetrySelection selection, IdempotencyKey? key, CancellationToken cancellationToken) =>
        reprocessing.RetryAsync(project, batchId, selection, key, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BatchSummary> ExtractAsync(
        ProjectId project, ExtractionSelection episodes, CancellationToken cancellationToken) =>
        reprocessing.ExtractAsync(project, episodes, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<FactChangePage> ListFactChangesAsync(
        ProjectId project, Guid batchId, FactChangeQuery query, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => proposals.ListChangesAsync(
            project, batchId, query with { Limit = Math.Clamp(query.Limit, 1, Limits.PerPage) }, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<BatchSummary> ApplyProposalAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        reprocessing.CloseProposalAsync(project, batchId, ProposalState.Applying, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BatchSummary> DiscardProposalAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken) =>
        reprocessing.CloseProposalAsync(project, batchId, ProposalState.Discarded, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<BatchItemRecord> GetItemAsync(
        ProjectId project, Guid batchId, Guid itemId, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync(
            "item",
            $"{itemId} in batch {batchId}",
            () => reader.FindItemAsync(project, batchId, SequenceOf(batchId, itemId), cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<BatchSummary> SetCapsAsync(
        ProjectId project, Guid batchId, ModelCaps caps, CancellationToken cancellationToken)
    {
        ModelRules.Check(caps);
        await ServiceGuard.RunAsync(() => budgets.SetCapsAsync(project, batchId, caps, cancellationToken));
        return await GetAsync(project, batchId, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<BatchItemRecord> ChangeItemAsync(
        ProjectId project, Guid batchId, Guid itemId, ItemChanges changes, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync(
            "item",
            $"{itemId} in batch {batchId}",
            () => drafts.ChangeItemAsync(
                project, batchId, SequenceOf(batchId, itemId), item => ItemChangeRules.Apply(item, changes), cancellationToken));

    /// <inheritdoc/>
    public ValueTask<BatchValidation> ValidateAsync(
        ProjectId project, Guid batchId, ValidationQuery query, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(async () =>
        {
            var validator = new DraftValidator(
                Math.Max(0, query.Cursor ?? 0), Math.Clamp(query.Limit, 1, Limits.PerPage), options.Value.LongLaneItems);
            var draft = await reader.FindAsync(project, batchId, cancellationToken);
            var estimate = draft?.ModelRun is null ? null : new WindowEstimate<(string, string)>(models.Value.Window.ToSize());
            await drafts.ReadDraftAsync(project, batchId, Add, cancellationToken);
            validator.AddWaiting(await drafts.ReadWaitingAsync(validator.GraphKeys, cancellationToken));
            return estimate is null ? validator.Result : validator.Result with { Model = estimate.For(await FindModelAsync(draft!)) };

            void Add(DraftItem item)
            {
                validator.Add(item);
                estimate?.Add((item.Field, item.Destination), item.Bytes);
            }

            async ValueTask<ModelOffer?> FindModelAsync(BatchSummary batch) => models.Value.FindOffer(
                batch.ModelRun!.Profile ?? (await projects.FindExtractionAsync(project, cancellationToken))?.Model);
        });

    /// <inheritdoc/>
    public async IAsyncEnumerable<BatchItemRecord> ExportItemsAsync(
        ProjectId project, Guid batchId, BatchItemFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var left = filter.Limit ?? int.MaxValue;
        int? from = Math.Max(0, filter.From);
        while (from is { } start && left > 0)
        {
            var page = filter with { From = start, Limit = Math.Min(ExportPage, left) };
            (var items, from) = await ServiceGuard.RunAsync(() => reader.ReadRecordsAsync(project, batchId, page, cancellationToken));
            left -= items.Count;
            foreach (var item in items)
            {
                yield return item;
            }
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BatchEvent> WatchAsync(
        ProjectId project, Guid batchId, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var place = watcher.TakePlace(); // before the first await, so that a refusal comes at once
        if (BatchEvent.HasSeenEnd(await GetAsync(project, batchId, cancellationToken), lastEventId))
        {
            yield break;
        }

        await foreach (var seen in watcher.WatchAsync(batchId, lastEventId, cancellationToken))
        {
            yield return seen;
        }
    }

    // An id of another batch finds no item: the batch is looked up too, so that the error names the missing one.
    private static int SequenceOf(Guid batchId, Guid itemId) =>
        BatchItemId.TryGetSequence(batchId, itemId, out var sequence) ? sequence : int.MaxValue;
}
