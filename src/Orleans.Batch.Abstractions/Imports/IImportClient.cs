namespace Orleans.Batch;

/// <summary>
/// Imports: batches that belong to one load (<see cref="NewBatch.ImportId"/>). All calls are confined to <see cref="ProjectId"/>;
/// refusals are <see cref="BatchServiceException"/>. When a call returns, its result is durable. A repeated call changes nothing.
/// </summary>
public interface IImportClient
{
    /// <summary>Creates an open import without batches.</summary>
    ValueTask<IdempotentResult<ImportSummary>> CreateImportAsync(
        ProjectId project, NewImport import, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>Lists imports, newest first.</summary>
    ValueTask<ImportPage> ListImportsAsync(ProjectId project, ImportQuery query, CancellationToken cancellationToken);

    /// <summary>One import with the sums over its batches.</summary>
    ValueTask<ImportSummary> GetImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken);

    /// <summary>
    /// Changes the name, the labels, the expected number of items or the quiet hours, in any status. Quiet hours take effect at once.
    /// </summary>
    ValueTask<ImportSummary> UpdateImportAsync(
        ProjectId project, Guid importId, ImportChanges changes, CancellationToken cancellationToken);

    /// <summary>
    /// Closes an import: no more batches can be created in it. Its drafts can still be filled and processed, and items retried. It ends
    /// with its last batch.
    /// </summary>
    ValueTask<ImportSummary> CloseImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken);

    /// <summary>
    /// Pauses an import: all its batches that run, and those that are processed later, until it is resumed; the end of its quiet hours
    /// does not resume it. One that has ended or was canceled is a conflict.
    /// </summary>
    ValueTask<ImportSummary> PauseImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken);

    /// <summary>
    /// Resumes an import and all its paused batches, also those that were paused one by one. During its quiet hours it then runs until
    /// they begin again the next day. An import that is not paused stays as it is.
    /// </summary>
    ValueTask<ImportSummary> ResumeImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken);

    /// <summary>
    /// Cancels an import: closes it and cancels all its batches that run, as <see cref="IBatchClient.CancelAsync"/> does. Its drafts
    /// cannot be processed any more. One that ended without being canceled is a conflict.
    /// </summary>
    ValueTask<CanceledImport> CancelImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken);

    /// <summary>
    /// Retries the items of all ended batches of an import in new batches of the import, one for each; also when it is closed. Nothing
    /// happens where no item can be retried. A canceled import is a conflict.
    /// </summary>
    ValueTask<IdempotentResult<ImportSummary>> RetryImportAsync(
        ProjectId project, Guid importId, ImportRetry selection, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>Counts what undoing an import would remove, at any time; it reads each of its items.</summary>
    ValueTask<ImportUndoPreview> PreviewUndoAsync(ProjectId project, Guid importId, CancellationToken cancellationToken);

    /// <summary>
    /// Undoes an import that has ended: its episodes are removed with their payloads, in small steps, and its graphs become what they
    /// would be without it. Facts that other data states stay, facts that its items ended hold again, and destinations that it created
    /// (<see cref="NewDestinations.ImportId"/>) go if nothing else uses them. Its records can be loaded again. An import that has not
    /// ended is a conflict.
    /// </summary>
    ValueTask<UndoneImport> UndoImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken);

    /// <summary>Deletes an import without batches; any other is a conflict.</summary>
    ValueTask DeleteImportAsync(ProjectId project, Guid importId, CancellationToken cancellationToken);
}

/// <summary>The result of canceling an import.</summary>
/// <param name="Import">The import as it is now.</param>
/// <param name="Repeated">Whether it had been requested before.</param>
[GenerateSerializer]
[Alias("orleans-batch.canceled-import.v1")]
[Immutable]
public readonly record struct CanceledImport([property: Id(0)] ImportSummary Import, [property: Id(1)] bool Repeated);

/// <summary>The result of a request to undo an import.</summary>
/// <param name="Import">The import as it is now.</param>
/// <param name="Repeated">Whether it had been requested before.</param>
[GenerateSerializer]
[Alias("orleans-batch.undone-import.v1")]
[Immutable]
public readonly record struct UndoneImport([property: Id(0)] ImportSummary Import, [property: Id(1)] bool Repeated);
