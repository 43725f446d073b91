namespace Orleans.Batch.Batches;

/// <summary>
/// Stores drafts. Each method is one transaction; refusals are <see cref="BatchServiceException"/>, temporary faults are
/// <see cref="TransientStoreException"/>.
/// </summary>
public interface IDraftStore
{
    /// <summary>Creates a draft.</summary>
    ValueTask<IdempotentResult<BatchSummary>> CreateAsync(
        ProjectId project, NewBatch batch, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>Deletes a draft or an invalid batch with all its data.</summary>
    ValueTask DeleteAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>Appends validated items, in one transaction; the batch may then hold at most <paramref name="maxItems"/>.</summary>
    ValueTask<IdempotentResult<AddedBatchItems>> AddAsync(
        ProjectId project,
        Guid batchId,
        IReadOnlyList<NewBatchItem> items,
        int maxItems,
        IdempotencyKey? key,
        CancellationToken cancellationToken);

    /// <summary>
    /// Appends checked items that come in pieces, in one transaction. The batch is locked only after the last piece is
    /// written, so that other calls on it do not wait for this one's length.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="batchId">The draft.</param>
    /// <param name="pieces">The items.</param>
    /// <param name="count">The number of items; at least one.</param>
    /// <param name="maxItems">How many items the batch may then hold.</param>
    /// <param name="key">The call's key.</param>
    /// <param name="cancellationToken">Rolls everything back.</param>
    ValueTask<IdempotentResult<AddedItems>> AddStreamAsync(
        ProjectId project,
        Guid batchId,
        IAsyncEnumerable<IReadOnlyList<NewBatchItem>> pieces,
        int count,
        int maxItems,
        IdempotencyKey? key,
        CancellationToken cancellationToken);

    /// <summary>Changes an item of a draft; it stays as it was when <paramref name="change"/> throws.</summary>
    ValueTask<BatchItemRecord?> ChangeItemAsync(
        ProjectId project,
        Guid batchId,
        int sequence,
        Func<NewBatchItem, NewBatchItem> change,
        CancellationToken cancellationToken);

    /// <summary>Passes every item of a draft, in sequence order.</summary>
    ValueTask ReadDraftAsync(ProjectId project, Guid batchId, Action<DraftItem> show, CancellationToken cancellationToken);

    /// <summary>The items that wait on some graphs; graphs without waiting items are left out.</summary>
    ValueTask<IReadOnlyList<WaitingLanes>> ReadWaitingAsync(
        IReadOnlyList<long> graphKeys, CancellationToken cancellationToken);
}

/// <summary>The fields of a draft's item that determine how it runs.</summary>
/// <param name="Sequence">Its sequence index.</param>
/// <param name="Field">The field that names its destination.</param>
/// <param name="Destination">The destination's id.</param>
/// <param name="GraphKey">The graph it goes to; null when there is no such destination.</param>
/// <param name="Date">Its reference time; null when it has none.</param>
/// <param name="Json">Its data, if that is to be read as JSON.</param>
/// <param name="Bytes">The length of its content in UTF-8.</param>
public readonly record struct DraftItem(
    int Sequence, string Field, string Destination, long? GraphKey, DateTimeOffset? Date, string? Json, int Bytes);

/// <summary>The waiting items of a graph.</summary>
/// <param name="GraphKey">The graph.</param>
/// <param name="Items">The number of items of running batches.</param>
/// <param name="PausedBatch">A paused batch among them; null when there is none.</param>
public sealed record WaitingLanes(long GraphKey, long Items, Guid? PausedBatch);
