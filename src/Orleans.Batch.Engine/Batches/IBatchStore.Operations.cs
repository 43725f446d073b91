namespace Orleans.Batch.Batches;

public partial interface IBatchStore
{
    /// <summary>
    /// Notes that a batch is to be stopped. One that has no lanes yet ends with it, and its outbox message is written;
    /// the lanes of any other are ended by <see cref="CancelLanesAsync"/>.
    /// </summary>
    ValueTask<OperatedBatch> RequestCancelAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the first open lanes of a batch behind <paramref name="afterLaneKey"/>: their items from the cursor on are
    /// canceled, and counted so.
    /// </summary>
    /// <returns>The lanes looked at; fewer than <paramref name="limit"/> when there are no more behind them.</returns>
    ValueTask<OpenLanes> CancelLanesAsync(
        long batchKey, long afterLaneKey, int limit, CancellationToken cancellationToken);

    /// <summary>Holds a batch, or lets it go.</summary>
    ValueTask<OperatedBatch> SetPausedAsync(
        ProjectId project, Guid batchId, bool paused, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a batch of the items of an ended one that can be taken up again and match; with a place in the process
    /// order, or as a draft.
    /// </summary>
    ValueTask<Replayable<SealedBatch>> RetryAsync(
        ProjectId project, Guid batchId, RetryOrder order, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>Makes a batch of episodes that were only stored, with a place in the process order.</summary>
    ValueTask<SealedBatch> ExtractAsync(ProjectId project, ExtractionOrder order, CancellationToken cancellationToken);
}

/// <summary>Of what facts are to be made, and how.</summary>
/// <param name="NewBatchId">The identity of the new batch.</param>
/// <param name="Episodes">Of what.</param>
/// <param name="Mode">How.</param>
/// <param name="MaxItems">How many episodes of a graph, at most.</param>
/// <param name="TraceParent">The trace its work belongs to.</param>
public sealed record ExtractionOrder(
    Guid NewBatchId, StoredEpisodes Episodes, ExtractionMode Mode, int MaxItems, string? TraceParent);

/// <summary>What is to be taken up again, and how.</summary>
/// <param name="NewBatchId">The identity of the new batch.</param>
/// <param name="Statuses">Of the items.</param>
/// <param name="Codes">Of their errors; null: any, or none.</param>
/// <param name="Sequences">Of the items; each must be one that can be taken up. Null: all.</param>
/// <param name="Process">Whether the new batch is sealed.</param>
/// <param name="TraceParent">The trace its work belongs to.</param>
public sealed record RetryOrder(
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
public sealed record OperatedBatch(long BatchKey, BatchSummary Summary, bool Changed);
