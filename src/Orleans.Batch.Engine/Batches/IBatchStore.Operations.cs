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
}

/// <summary>A batch after an operator's call.</summary>
/// <param name="BatchKey">Its internal key.</param>
/// <param name="Summary">How it is now.</param>
/// <param name="Changed">Whether this call changed it.</param>
public sealed record OperatedBatch(long BatchKey, BatchSummary Summary, bool Changed);
