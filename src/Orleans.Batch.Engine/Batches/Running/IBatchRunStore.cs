using Orleans.Batch.Work;

namespace Orleans.Batch.Batches;

/// <summary>
/// Stores the runs of prepared batches. Each method is one transaction; temporary faults are
/// <see cref="TransientStoreException"/>.
/// </summary>
public interface IBatchRunStore
{
    /// <summary>The state of a batch's run, or null if there is no such batch.</summary>
    ValueTask<BatchRun?> ReadRunAsync(long batchKey, CancellationToken cancellationToken);

    /// <summary>The first open lanes of a batch after <paramref name="afterLaneKey"/>, in lane order.</summary>
    ValueTask<OpenLanes> ReadOpenLanesAsync(
        long batchKey, long afterLaneKey, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Ends the first open lanes of a batch after <paramref name="afterLaneKey"/>: their items from the cursor on are
    /// canceled, and counted as such.
    /// </summary>
    /// <returns>The lanes processed; fewer than <paramref name="limit"/> when no more follow.</returns>
    ValueTask<OpenLanes> CancelLanesAsync(
        long batchKey, long afterLaneKey, int limit, CancellationToken cancellationToken);

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

    /// <summary>
    /// Ends a batch whose lanes have all ended: terminal status and outbox message in one transaction. Does nothing
    /// when it no longer has <paramref name="run"/>'s version.
    /// </summary>
    /// <returns>How long it ran since the process call; null when this call did not end it.</returns>
    ValueTask<TimeSpan?> FinishAsync(BatchRun run, BatchStatus outcome, CancellationToken cancellationToken);
}

/// <summary>Some open lanes of a batch.</summary>
/// <param name="Lanes">The lanes, in order.</param>
/// <param name="LastLaneKey">The key of the last of them; the requested key when there is none.</param>
public sealed record OpenLanes(IReadOnlyList<OpenLane> Lanes, long LastLaneKey);

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
/// <param name="Windows">What is left for a model to do.</param>
/// <param name="Unextracted">Stored items that a model could not extract.</param>
/// <param name="ClosesProposal">Whether its proposal is being applied, or was discarded and has rows left.</param>
/// <param name="ImportKey">The import that it is a part of; null for none.</param>
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
    string? TraceParent,
    WindowState Windows = WindowState.None,
    int Unextracted = 0,
    bool ClosesProposal = false,
    long? ImportKey = null);

/// <summary>What is left to do of a batch that a model extracts.</summary>
public enum WindowState
{
    /// <summary>Nothing: no model extracts it, or all its windows have ended.</summary>
    None,

    /// <summary>The items of some lanes are not divided into windows yet.</summary>
    Unformed,

    /// <summary>Some windows are open.</summary>
    Open,
}
