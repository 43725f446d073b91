using Orleans.Batch.Batches;
using Orleans.Batch.Work;

namespace Orleans.Batch.Imports;

/// <summary>The calls on imports: validates input, calls the store and wakes the batches that have work to do then.</summary>
internal sealed class ImportService(IImportStore store, IImportUndoStore undo, IPreparationStore preparation, IWakeups wakeups) : IImportClient
{
    /// <inheritdoc/>
    public ValueTask<IdempotentResult<ImportSummary>> CreateImportAsync(
        ProjectId project, NewImport import, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ImportRules.Check(import);
        return ServiceGuard.RunAsync(() => store.CreateAsync(project, import, key, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<ImportPage> ListImportsAsync(ProjectId project, ImportQuery query, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => store.ListAsync(
            project, query with { Limit = Math.Clamp(query.Limit, 1, Limits.ImportsPerPage) }, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ImportSummary> GetImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync("import", importId.ToString(), () => store.FindAsync(project, importId, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<ImportSummary> UpdateImportAsync(
        ProjectId project, Guid importId, ImportChanges changes, CancellationToken cancellationToken)
    {
        ImportRules.Check(changes);
        var updated = await ServiceGuard.RunAsync(() => store.UpdateAsync(project, importId, changes, cancellationToken));
        await WakeAsync(updated);
        return updated.Import;
    }

    /// <inheritdoc/>
    public async ValueTask<ImportSummary> CloseImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        (await ServiceGuard.RunAsync(() => store.CloseAsync(project, importId, cancellationToken))).Import;

    /// <inheritdoc/>
    public ValueTask<ImportSummary> PauseImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        SetPausedAsync(project, importId, paused: true, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<ImportSummary> ResumeImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        SetPausedAsync(project, importId, paused: false, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<CanceledImport> CancelImportAsync(
        ProjectId project, Guid importId, CancellationToken cancellationToken)
    {
        var updated = await ServiceGuard.RunAsync(() => store.RequestCancelAsync(project, importId, cancellationToken));
        await WakeAsync(updated);
        if (updated.EndedQueued is { } ended)
        {
            await PreparationTurn.PassAsync(preparation, wakeups, ended);
        }

        return new CanceledImport(updated.Import, Repeated: !updated.Changed);
    }

    /// <inheritdoc/>
    public async ValueTask<IdempotentResult<ImportSummary>> RetryImportAsync(
        ProjectId project, Guid importId, ImportRetry selection, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        ImportRules.Check(selection);
        var order = new ImportRetryRequest(
            selection.Statuses ?? RetryRules.Retryable,
            selection.Codes,
            selection.Process,
            selection.Process ? BatchTrace.Begin : static _ => null);
        var retried = await ServiceGuard.RunAsync(() => store.RetryAsync(project, importId, order, key, cancellationToken));
        if (selection.Process)
        {
            await WakeAsync(retried.Value);
        }

        return new IdempotentResult<ImportSummary>(retried.Value.Import, retried.Replayed);
    }

    /// <inheritdoc/>
    public ValueTask<ImportUndoPreview> PreviewUndoAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => undo.PreviewAsync(project, importId, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<UndoneImport> UndoImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken)
    {
        var requested = await ServiceGuard.RunAsync(() => undo.RequestAsync(project, importId, cancellationToken));

        // Not canceled with the call, whose change is committed.
        await wakeups.WakeAsync(new[] { new WorkKey(WorkKind.ImportUndo, requested.ImportKey) }, CancellationToken.None);
        return new UndoneImport(requested.Import, requested.Repeated);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken) =>
        await ServiceGuard.RunAsync(async () =>
        {
            await store.DeleteAsync(project, importId, cancellationToken);
            return true;
        });

    private async ValueTask<ImportSummary> SetPausedAsync(
        ProjectId project, Guid importId, bool paused, CancellationToken cancellationToken)
    {
        var updated = await ServiceGuard.RunAsync(() => store.SetPausedAsync(project, importId, paused, cancellationToken));
        await WakeAsync(updated);
        return updated.Import;
    }

    // Not canceled with the call, whose change is committed.
    private ValueTask WakeAsync(UpdatedImport updated) => updated.BatchKeys.Count == 0
        ? ValueTask.CompletedTask
        : wakeups.WakeAsync(updated.BatchKeys.Select(b => new WorkKey(WorkKind.Batch, b)).ToArray(), CancellationToken.None);
}
