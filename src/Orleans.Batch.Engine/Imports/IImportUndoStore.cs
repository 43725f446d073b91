namespace Orleans.Batch.Imports;

/// <summary>
/// Undoes imports. Refusals are <see cref="BatchServiceException"/>, temporary faults are <see cref="TransientStoreException"/>.
/// </summary>
public interface IImportUndoStore
{
    /// <summary>Counts what undoing an import would remove. It reads each of its items.</summary>
    ValueTask<ImportUndoPreview> PreviewAsync(ProjectId project, Guid importId, CancellationToken cancellationToken);

    /// <summary>Records that an import that has ended is to be undone; <see cref="StepAsync"/> does it.</summary>
    ValueTask<RequestedUndo> RequestAsync(ProjectId project, Guid importId, CancellationToken cancellationToken);

    /// <summary>Takes a step in one transaction.</summary>
    /// <param name="importKey">The import.</param>
    /// <param name="items">How many items it takes back, or nodes it names anew, at most: their graphs accept no items meanwhile.</param>
    /// <param name="cancellationToken">Rolls it back.</param>
    /// <returns>Whether there is more to do.</returns>
    ValueTask<bool> StepAsync(long importKey, int items, CancellationToken cancellationToken);
}

/// <summary>An import that is to be undone.</summary>
/// <param name="ImportKey">Its key.</param>
/// <param name="Import">Its current state.</param>
/// <param name="Repeated">Whether it had been requested before.</param>
public sealed record RequestedUndo(long ImportKey, ImportSummary Import, bool Repeated);
