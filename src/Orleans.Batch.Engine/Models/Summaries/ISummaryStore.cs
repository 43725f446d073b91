namespace Orleans.Batch.Models;

/// <summary>
/// Stores summaries. Each write is one transaction that locks the graph. What has changed meanwhile stays due, and of two processes that have
/// made the same summary, one writes nothing.
/// </summary>
public interface ISummaryStore
{
    /// <summary>The next summaries of a graph.</summary>
    ValueTask<GraphSummaries> ReadAsync(long graphKey, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// What a request for these summaries says, in their order. A subject without lines has nothing to be summarized any more.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="due">The summaries.</param>
    /// <param name="facts">The most facts of each node: the newest that hold, and those that have ended since its present summary.</param>
    /// <param name="messages">The most messages of a thread: the first that are not in its present summary.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    ValueTask<SummaryQuestion> ReadContentAsync(
        GraphSummaries graph, IReadOnlyList<DueSummary> due, int facts, int messages, CancellationToken cancellationToken);

    /// <summary>Stores summaries, and ends the tasks that wait for them.</summary>
    /// <param name="graphKey">The graph.</param>
    /// <param name="summaries">The summaries.</param>
    /// <param name="model">What has written them.</param>
    /// <param name="minInterval">How long until the next one of a node.</param>
    /// <param name="cancellationToken">Cancels the transaction.</param>
    ValueTask CommitAsync(
        long graphKey, IReadOnlyList<NewSummary> summaries, string model, TimeSpan minInterval, CancellationToken cancellationToken);

    /// <summary>Counts answers of no use.</summary>
    ValueTask CountAsync(long graphKey, IReadOnlyList<DueSummary> due, int attempts, CancellationToken cancellationToken);

    /// <summary>Gives a summary up until its subject changes again, and ends the task that waits for it.</summary>
    ValueTask GiveUpAsync(long graphKey, DueSummary due, string reason, CancellationToken cancellationToken);

    /// <summary>Asks for the summary of a thread, by a task.</summary>
    /// <returns>The graph, and the task: an earlier one where it has not ended. Null when there is no such thread.</returns>
    ValueTask<RequestedSummary?> RequestAsync(ProjectId project, string threadId, Guid taskId, CancellationToken cancellationToken);

    /// <summary>The name of the profile that a project has chosen; null: the default one.</summary>
    ValueTask<string?> FindProfileAsync(ProjectId project, CancellationToken cancellationToken);
}

/// <summary>A thread's summary that was asked for.</summary>
/// <param name="GraphKey">The graph of its user.</param>
/// <param name="TaskId">The task that ends with it.</param>
public sealed record RequestedSummary(long GraphKey, Guid TaskId);
