using Orleans.Batch.Facts;

namespace Orleans.Batch.Models;

/// <summary>
/// Stores windows. Each write is one transaction that first takes the window: of two processes that have extracted it, one
/// finds it gone and writes nothing. Temporary faults are <see cref="TransientStoreException"/>.
/// </summary>
public interface IModelWindowStore
{
    /// <summary>Forms the windows of the next lanes of a batch whose items are all stored.</summary>
    /// <returns>Whether all lanes are done.</returns>
    ValueTask<bool> FormAsync(long batchKey, WindowOptions options, CancellationToken cancellationToken);

    /// <summary>The first graphs with open windows of a batch.</summary>
    ValueTask<IReadOnlyList<long>> ReadGraphsAsync(long batchKey, int limit, CancellationToken cancellationToken);

    /// <summary>Removes the open windows of a batch: its items stay stored.</summary>
    ValueTask DropAsync(long batchKey, CancellationToken cancellationToken);

    /// <summary>The next windows of a graph, without those of paused and canceled batches.</summary>
    ValueTask<GraphWindows> ReadAsync(long graphKey, int limit, CancellationToken cancellationToken);

    /// <summary>What a window is about; without turns where its episodes were deleted or extracted meanwhile.</summary>
    ValueTask<WindowContent> ReadContentAsync(OpenWindow window, int contextTurns, CancellationToken cancellationToken);

    /// <summary>Adds the facts of a window to its graph, or to its batch's proposal, and removes it.</summary>
    /// <param name="window">The window.</param>
    /// <param name="facts">What its episodes state; those that are not among them state nothing.</param>
    /// <param name="predicates">
    /// Names of facts that the project has not used, in alphabetical order: kept until it has <see cref="KnownPredicates.MaxLearned"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the transaction.</param>
    /// <returns>Whether it still was there.</returns>
    ValueTask<bool> CommitAsync(
        OpenWindow window,
        IReadOnlyDictionary<Guid, ResolvedFacts> facts,
        IReadOnlyList<string> predicates,
        CancellationToken cancellationToken);

    /// <summary>Ends a window that cannot be extracted: its episodes stay stored.</summary>
    ValueTask FailAsync(OpenWindow window, string code, string message, CancellationToken cancellationToken);

    /// <summary>Replaces a window of several episodes by its halves.</summary>
    ValueTask HalveAsync(OpenWindow window, CancellationToken cancellationToken);

    /// <summary>Counts an answer of no use.</summary>
    ValueTask CountAttemptAsync(OpenWindow window, CancellationToken cancellationToken);

    /// <summary>Records why no requests are sent for a batch; null: they are.</summary>
    ValueTask HoldAsync(long batchKey, string? reason, CancellationToken cancellationToken);
}
