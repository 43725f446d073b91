namespace Orleans.Batch.Batches;

public partial interface IBatchStore
{
    /// <summary>
    /// Records that a batch is to be canceled. One without lanes ends at once, and its outbox message is written;
    /// the lanes of any other are ended by <see cref="CancelLanesAsync"/>.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="batchId">The batch.</param>
    /// <param name="version">Only if its lifecycle is still at this version; null: at any version.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BatchVersionConflictException">It no longer has that version.</exception>
    ValueTask<UpdatedBatch> RequestCancelAsync(
        ProjectId project, Guid batchId, int? version, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the first open lanes of a batch after <paramref name="afterLaneKey"/>: their items from the cursor on are
    /// canceled, and counted as such.
    /// </summary>
    /// <returns>The lanes processed; fewer than <paramref name="limit"/> when no more follow.</returns>
    ValueTask<OpenLanes> CancelLanesAsync(
        long batchKey, long afterLaneKey, int limit, CancellationToken cancellationToken);

    /// <summary>Pauses or resumes a batch; with the version as in <see cref="RequestCancelAsync"/>.</summary>
    ValueTask<UpdatedBatch> SetPausedAsync(
        ProjectId project, Guid batchId, bool paused, int? version, CancellationToken cancellationToken);

    /// <summary>
    /// Creates a batch from the items of an ended one that can be retried and match; with a place in the process
    /// order, or as a draft.
    /// </summary>
    ValueTask<IdempotentResult<SealedBatch>> RetryAsync(
        ProjectId project, Guid batchId, RetryRequest order, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>Creates a batch from episodes that were only stored, with a place in the process order.</summary>
    ValueTask<SealedBatch> ExtractAsync(ProjectId project, ExtractionRequest order, CancellationToken cancellationToken);

    /// <summary>One item with its payload; null when there is none, or its payload was removed with its graph.</summary>
    ValueTask<BatchItemRecord?> FindItemAsync(
        ProjectId project, Guid batchId, int sequence, CancellationToken cancellationToken);

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

/// <summary>An extraction request.</summary>
/// <param name="NewBatchId">The identity of the new batch.</param>
/// <param name="Episodes">The episodes to extract from.</param>
/// <param name="Mode">The extraction mode.</param>
/// <param name="MaxItems">How many episodes of a graph, at most.</param>
/// <param name="TraceParent">The trace its work belongs to.</param>
public sealed record ExtractionRequest(
    Guid NewBatchId, ExtractionSelection Episodes, ExtractionMode Mode, int MaxItems, string? TraceParent);

/// <summary>The fields of a draft's item that determine how it runs.</summary>
/// <param name="Sequence">Its sequence index.</param>
/// <param name="Field">The field that names its destination.</param>
/// <param name="Destination">The destination's id.</param>
/// <param name="GraphKey">The graph it goes to; null when there is no such destination.</param>
/// <param name="Date">Its reference time; null when it has none.</param>
/// <param name="Json">Its data, if that is to be read as JSON.</param>
public readonly record struct DraftItem(
    int Sequence, string Field, string Destination, long? GraphKey, DateTimeOffset? Date, string? Json);

/// <summary>The waiting items of a graph.</summary>
/// <param name="GraphKey">The graph.</param>
/// <param name="Items">The number of items of running batches.</param>
/// <param name="PausedBatch">A paused batch among them; null when there is none.</param>
public sealed record WaitingLanes(long GraphKey, long Items, Guid? PausedBatch);

/// <summary>A retry request.</summary>
/// <param name="NewBatchId">The identity of the new batch.</param>
/// <param name="Statuses">The statuses of the items.</param>
/// <param name="Codes">The codes of their errors; null: any, or none.</param>
/// <param name="Sequences">The sequence indexes of the items; each must be one that can be retried. Null: all.</param>
/// <param name="Process">Whether the new batch is sealed.</param>
/// <param name="TraceParent">The trace its work belongs to.</param>
public sealed record RetryRequest(
    Guid NewBatchId,
    IReadOnlyList<ItemStatus> Statuses,
    IReadOnlyList<string>? Codes,
    IReadOnlyList<int>? Sequences,
    bool Process,
    string? TraceParent);

/// <summary>A batch after an operator's call.</summary>
/// <param name="BatchKey">Its internal key.</param>
/// <param name="Summary">Its current state.</param>
/// <param name="Changed">Whether this call changed it.</param>
public sealed record UpdatedBatch(long BatchKey, BatchSummary Summary, bool Changed);
