namespace Orleans.Batch.Batches;

public partial interface IBatchStore
{
    /// <summary>
    /// Notes that a batch is to be stopped. One that has no lanes yet ends with it, and its outbox message is written;
    /// the lanes of any other are ended by <see cref="CancelLanesAsync"/>.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="batchId">The batch.</param>
    /// <param name="version">Only if its lifecycle is still at this version; null: wherever it is.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BatchVersionConflictException">It has moved on from that version.</exception>
    ValueTask<UpdatedBatch> RequestCancelAsync(
        ProjectId project, Guid batchId, int? version, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the first open lanes of a batch behind <paramref name="afterLaneKey"/>: their items from the cursor on are
    /// canceled, and counted so.
    /// </summary>
    /// <returns>The lanes looked at; fewer than <paramref name="limit"/> when there are no more behind them.</returns>
    ValueTask<OpenLanes> CancelLanesAsync(
        long batchKey, long afterLaneKey, int limit, CancellationToken cancellationToken);

    /// <summary>Holds a batch, or lets it go; with the version as in <see cref="RequestCancelAsync"/>.</summary>
    ValueTask<UpdatedBatch> SetPausedAsync(
        ProjectId project, Guid batchId, bool paused, int? version, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a batch of the items of an ended one that can be retried and match; with a place in the process
    /// order, or as a draft.
    /// </summary>
    ValueTask<IdempotentResult<SealedBatch>> RetryAsync(
        ProjectId project, Guid batchId, RetryRequest order, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>Makes a batch of episodes that were only stored, with a place in the process order.</summary>
    ValueTask<SealedBatch> ExtractAsync(ProjectId project, ExtractionRequest order, CancellationToken cancellationToken);

    /// <summary>One item with its payload; null when there is none, or its payload is gone with its graph.</summary>
    ValueTask<BatchItemRecord?> FindItemAsync(
        ProjectId project, Guid batchId, int sequence, CancellationToken cancellationToken);

    /// <summary>Changes an item of a draft; what <paramref name="change"/> throws leaves it as it was.</summary>
    ValueTask<BatchItemRecord?> ChangeItemAsync(
        ProjectId project,
        Guid batchId,
        int sequence,
        Func<NewBatchItem, NewBatchItem> change,
        CancellationToken cancellationToken);

    /// <summary>Shows every item of a draft, in sequence order.</summary>
    ValueTask ReadDraftAsync(ProjectId project, Guid batchId, Action<DraftItem> show, CancellationToken cancellationToken);

    /// <summary>What waits on some graphs; those on which nothing does are left out.</summary>
    ValueTask<IReadOnlyList<WaitingLanes>> ReadWaitingAsync(
        IReadOnlyList<long> graphKeys, CancellationToken cancellationToken);
}

/// <summary>Of what facts are to be made, and how.</summary>
/// <param name="NewBatchId">The identity of the new batch.</param>
/// <param name="Episodes">Of what.</param>
/// <param name="Mode">How.</param>
/// <param name="MaxItems">How many episodes of a graph, at most.</param>
/// <param name="TraceParent">The trace its work belongs to.</param>
public sealed record ExtractionRequest(
    Guid NewBatchId, ExtractionSelection Episodes, ExtractionMode Mode, int MaxItems, string? TraceParent);

/// <summary>An item of a draft, as far as it tells how it will run.</summary>
/// <param name="Sequence">Its sequence index.</param>
/// <param name="Field">The field that names its destination.</param>
/// <param name="Destination">The destination's id.</param>
/// <param name="GraphKey">The graph it goes to; null when there is no such destination.</param>
/// <param name="Date">Its reference time; null when it has none of its own.</param>
/// <param name="Json">Its data, if that is to be read as JSON.</param>
public readonly record struct DraftItem(
    int Sequence, string Field, string Destination, long? GraphKey, DateTimeOffset? Date, string? Json);

/// <summary>What waits on a graph.</summary>
/// <param name="GraphKey">The graph.</param>
/// <param name="Items">How many items of batches that run.</param>
/// <param name="PausedBatch">A paused batch among them; null when there is none.</param>
public sealed record WaitingLanes(long GraphKey, long Items, Guid? PausedBatch);

/// <summary>What is to be retried, and how.</summary>
/// <param name="NewBatchId">The identity of the new batch.</param>
/// <param name="Statuses">Of the items.</param>
/// <param name="Codes">Of their errors; null: any, or none.</param>
/// <param name="Sequences">Of the items; each must be one that can be retried. Null: all.</param>
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
/// <param name="Summary">How it is now.</param>
/// <param name="Changed">Whether this call changed it.</param>
public sealed record UpdatedBatch(long BatchKey, BatchSummary Summary, bool Changed);
