namespace Orleans.Batch;

/// <summary>
/// Threads of users, and their messages. Calls are confined to <see cref="ProjectId"/>; refusals are <see
/// cref="BatchServiceException"/>. When a call returns, its result is durable.
/// </summary>
public interface IThreadClient
{
    /// <summary>Creates a thread of an existing user; an id in use is refused as "already exists".</summary>
    ValueTask<MemoryThread> CreateThreadAsync(
        ProjectId project, string threadId, string userId, CancellationToken cancellationToken);

    /// <summary>Deletes a thread and its episodes; items on their way there are canceled.</summary>
    ValueTask DeleteThreadAsync(ProjectId project, string threadId, CancellationToken cancellationToken);

    /// <summary>Lists threads.</summary>
    ValueTask<ThreadPage> ListThreadsAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken);

    /// <summary>Messages of a thread by reference time, then by position in the graph.</summary>
    ValueTask<ThreadMessages> GetMessagesAsync(
        ProjectId project, string threadId, MessageQuery query, CancellationToken cancellationToken);

    /// <summary>The summary of a thread; without a text as long as none was made.</summary>
    ValueTask<ThreadSummary> GetSummaryAsync(ProjectId project, string threadId, CancellationToken cancellationToken);

    /// <summary>The summaries of the threads of a graph, by the threads' identities; none of a standalone graph.</summary>
    /// <param name="project">The project.</param>
    /// <param name="target">The graph, or the user whose graph it is.</param>
    /// <param name="after">The last thread of the page before; null for the first page.</param>
    /// <param name="limit">How many at most; 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<IReadOnlyList<ThreadSummary>> ListSummariesAsync(
        ProjectId project, GraphTarget target, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// Asks for the summary of a thread, by the project's model: of all its messages, or of those since its last summary together with it.
    /// A cap or an endpoint out of order lets it wait. Fails with <see cref="ErrorKind.InvalidRequest"/> where the project has no model.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="threadId">The thread.</param>
    /// <param name="taskId">The identity of the task; a repeat with the same one returns it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The task that ends when it is made: an earlier one that has not ended, or this one.</returns>
    ValueTask<Guid> SummarizeAsync(ProjectId project, string threadId, Guid taskId, CancellationToken cancellationToken);

    /// <summary>The threads of a user by their ids; at most 1,000.</summary>
    ValueTask<IReadOnlyList<MemoryThread>> GetUserThreadsAsync(ProjectId project, string userId, CancellationToken cancellationToken);
}
