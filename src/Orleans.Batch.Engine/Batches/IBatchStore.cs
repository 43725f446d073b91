namespace Orleans.Batch.Batches;

/// <summary>
/// The database's batches. Each method is one transaction; refusals are <see cref="BatchServiceException"/>, temporary
/// faults are <see cref="TransientStoreException"/>.
/// </summary>
public partial interface IBatchStore
{
    /// <summary>Creates a draft.</summary>
    ValueTask<IdempotentResult<BatchSummary>> CreateAsync(
        ProjectId project, NewBatch batch, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>A page of batches, newest first.</summary>
    ValueTask<BatchPage> ListAsync(ProjectId project, BatchQuery query, CancellationToken cancellationToken);

    /// <summary>One batch, or null.</summary>
    ValueTask<BatchSummary?> FindAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>Deletes a draft or an invalid batch with all its data.</summary>
    ValueTask DeleteAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>A page of items in sequence order.</summary>
    ValueTask<BatchItemPage> ListItemsAsync(
        ProjectId project, Guid batchId, BatchItemQuery query, CancellationToken cancellationToken);

    /// <summary>Appends validated items, in one transaction; the batch may then hold at most <paramref name="maxItems"/>.</summary>
    ValueTask<IdempotentResult<AddedBatchItems>> AddAsync(
        ProjectId project,
        Guid batchId,
        IReadOnlyList<NewBatchItem> items,
        int maxItems,
        IdempotencyKey? key,
        CancellationToken cancellationToken);

    /// <summary>Seals a draft: status queued, its place in the process order assigned.</summary>
    ValueTask<IdempotentResult<SealedBatch>> SealAsync(
        ProjectId project, Guid batchId, string? traceParent, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>
    /// Checks a queued batch's references and forms its lanes, or makes it invalid, which ends it and writes its outbox message.
    /// </summary>
    ValueTask<PreparationResult> PrepareAsync(long batchKey, CancellationToken cancellationToken);

    /// <summary>The first bad items of an invalid batch, at most <see cref="ProblemList.MaxListed"/>, and how many there are.</summary>
    ValueTask<ProblemList> ReadInvalidItemsAsync(long batchKey, CancellationToken cancellationToken);

    /// <summary>The state of a batch's run, or null if there is no such batch.</summary>
    ValueTask<BatchRun?> ReadRunAsync(long batchKey, CancellationToken cancellationToken);

    /// <summary>The first open lanes of a batch after <paramref name="afterLaneKey"/>, in lane order.</summary>
    ValueTask<OpenLanes> ReadOpenLanesAsync(
        long batchKey, long afterLaneKey, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Ends a batch whose lanes have all ended: terminal status and outbox message in one transaction. Does nothing
    /// when it no longer has <paramref name="run"/>'s version.
    /// </summary>
    /// <returns>How long it ran since the process call; null when this call did not end it.</returns>
    ValueTask<TimeSpan?> FinishAsync(BatchRun run, BatchStatus outcome, CancellationToken cancellationToken);

    /// <summary>
    /// Records how many of a batch's items have ended by now; of a long run only some hundred such samples are kept.
    /// Does nothing when a sample was recorded within the last second, or the batch was deleted.
    /// </summary>
    /// <param name="batchKey">The batch.</param>
    /// <param name="stillUntil">
    /// How long ago it was last seen at the previous sample, if that is more than one poll ago: so that a time in which
    /// no item ended is visible.
    /// </param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask AddSampleAsync(long batchKey, TimeSpan? stillUntil, CancellationToken cancellationToken);

    /// <summary>The next queued batch of the project of this one, in process order; null if there is none.</summary>
    ValueTask<long?> FindNextQueuedAsync(long batchKey, CancellationToken cancellationToken);
}

/// <summary>A batch just sealed.</summary>
/// <param name="BatchKey">Its internal key.</param>
/// <param name="Summary">The batch as returned to the caller.</param>
public sealed record SealedBatch(long BatchKey, BatchSummary Summary);

/// <summary>Some open lanes of a batch.</summary>
/// <param name="Lanes">The lanes, in order.</param>
/// <param name="LastLaneKey">The key of the last of them; the requested key when there is none.</param>
public sealed record OpenLanes(IReadOnlyList<OpenLane> Lanes, long LastLaneKey);

/// <summary>The result of preparing a batch.</summary>
public enum PreparationResult
{
    /// <summary>Its lanes are formed; it is processing.</summary>
    Prepared,

    /// <summary>Some items name destinations that do not exist; it is invalid.</summary>
    Invalid,

    /// <summary>An earlier batch of the project is not prepared yet; its lanes must come first.</summary>
    NotItsTurn,

    /// <summary>It is not queued (any more).</summary>
    NotQueued,
}

/// <summary>The state of a batch's run.</summary>
/// <param name="BatchKey">Its internal key.</param>
/// <param name="BatchId">Its identity.</param>
/// <param name="ProjectKey">Its project.</param>
/// <param name="Priority">Its priority among the project's batches: the higher one goes first.</param>
/// <param name="ProcessNumber">Its place in the project's process order.</param>
/// <param name="Status">Its lifecycle status.</param>
/// <param name="Version">Its lifecycle version.</param>
/// <param name="Items">How many items it has.</param>
/// <param name="Lanes">How many lanes it has.</param>
/// <param name="LanesEnded">How many of them have ended.</param>
/// <param name="Succeeded">Items that succeeded.</param>
/// <param name="Failed">Items that failed.</param>
/// <param name="Skipped">Items that were skipped.</param>
/// <param name="Canceled">Items that were canceled.</param>
/// <param name="CancelRequested">Whether cancellation was requested.</param>
/// <param name="Paused">Whether it is paused.</param>
/// <param name="TraceParent">The trace its work belongs to.</param>
public sealed record BatchRun(
    long BatchKey,
    Guid BatchId,
    long ProjectKey,
    short Priority,
    long ProcessNumber,
    BatchStatus Status,
    int Version,
    int Items,
    int Lanes,
    int LanesEnded,
    int Succeeded,
    int Failed,
    int Skipped,
    int Canceled,
    bool CancelRequested,
    bool Paused,
    string? TraceParent);
