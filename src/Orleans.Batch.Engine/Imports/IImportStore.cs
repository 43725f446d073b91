namespace Orleans.Batch.Imports;

/// <summary>
/// Stores imports. Each method is one transaction; refusals are <see cref="BatchServiceException"/>, temporary faults are
/// <see cref="TransientStoreException"/>. An import that the project does not have is refused.
/// </summary>
public interface IImportStore
{
    /// <summary>Creates an open import.</summary>
    ValueTask<IdempotentResult<ImportSummary>> CreateAsync(
        ProjectId project, NewImport import, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>A page of imports, newest first.</summary>
    ValueTask<ImportPage> ListAsync(ProjectId project, ImportQuery query, CancellationToken cancellationToken);

    /// <summary>One import with the sums over its batches; null when the project has none with this id.</summary>
    ValueTask<ImportSummary?> FindAsync(ProjectId project, Guid importId, CancellationToken cancellationToken);

    /// <summary>Changes what its caller determines, and pauses or resumes it as its quiet hours then demand.</summary>
    ValueTask<UpdatedImport> UpdateAsync(
        ProjectId project, Guid importId, ImportChanges changes, CancellationToken cancellationToken);

    /// <summary>Closes an import; one whose batches have all ended ends with it.</summary>
    ValueTask<UpdatedImport> CloseAsync(ProjectId project, Guid importId, CancellationToken cancellationToken);

    /// <summary>Pauses or resumes an import and its batches that run.</summary>
    ValueTask<UpdatedImport> SetPausedAsync(
        ProjectId project, Guid importId, bool paused, CancellationToken cancellationToken);

    /// <summary>Pauses or resumes an import as its quiet hours demand now.</summary>
    ValueTask<KeptQuietHours> KeepQuietHoursAsync(long importKey, CancellationToken cancellationToken);

    /// <summary>
    /// Closes an import and records that all its batches that run are to be canceled. Those without lanes end at once
    /// (<see cref="UpdatedImport.EndedQueued"/>).
    /// </summary>
    ValueTask<UpdatedImport> RequestCancelAsync(ProjectId project, Guid importId, CancellationToken cancellationToken);

    /// <summary>Creates a batch for each ended batch with items that can be retried and match.</summary>
    /// <param name="project">The project.</param>
    /// <param name="importId">The import.</param>
    /// <param name="order">What the new batches have in common.</param>
    /// <param name="key">The call's key.</param>
    /// <param name="cancellationToken">Rolls everything back.</param>
    ValueTask<IdempotentResult<UpdatedImport>> RetryAsync(
        ProjectId project, Guid importId, ImportRetryRequest order, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>Deletes an import without batches.</summary>
    ValueTask DeleteAsync(ProjectId project, Guid importId, CancellationToken cancellationToken);
}

/// <summary>An import after a call on it.</summary>
/// <param name="Import">Its current state.</param>
/// <param name="Changed">Whether this call changed it.</param>
/// <param name="BatchKeys">The batches that the call changed or made.</param>
/// <param name="EndedQueued">One of those that ended before they were prepared; null when none did.</param>
public sealed record UpdatedImport(
    ImportSummary Import, bool Changed, IReadOnlyList<long> BatchKeys, long? EndedQueued = null);

/// <summary>An import whose quiet hours were looked at.</summary>
/// <param name="BatchKeys">The batches that were paused or resumed.</param>
/// <param name="UntilNext">The time until its quiet hours end, or next begin; null when it has none, or has ended.</param>
public sealed record KeptQuietHours(IReadOnlyList<long> BatchKeys, TimeSpan? UntilNext);

/// <summary>A request to retry items of an import.</summary>
/// <param name="Statuses">The statuses of the items.</param>
/// <param name="Codes">The codes of their errors; null: any, or none.</param>
/// <param name="Process">Whether the new batches are sealed.</param>
/// <param name="BeginTrace">Begins the trace of a new batch.</param>
public sealed record ImportRetryRequest(
    IReadOnlyList<ItemStatus> Statuses, IReadOnlyList<string>? Codes, bool Process, Func<Guid, string?> BeginTrace);
