namespace Orleans.Batch.Graphs;

/// <summary>Threads and their messages. Input is already checked.</summary>
public interface IThreadStore
{
    /// <inheritdoc cref="IThreadClient.CreateThreadAsync"/>
    ValueTask<MemoryThread> CreateThreadAsync(
        ProjectId project, string threadId, string userId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IThreadClient.ListThreadsAsync"/>
    ValueTask<ThreadPage> ListThreadsAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken);

    /// <summary>Messages of a thread; null when there is no such thread.</summary>
    ValueTask<ThreadMessages?> FindMessagesAsync(
        ProjectId project, string threadId, MessageQuery query, CancellationToken cancellationToken);

    /// <summary>The summary of a thread; null when there is no such thread.</summary>
    ValueTask<ThreadSummary?> FindSummaryAsync(ProjectId project, string threadId, CancellationToken cancellationToken);

    /// <summary>The summaries of a graph's threads; null when there is no such graph.</summary>
    ValueTask<IReadOnlyList<ThreadSummary>?> FindSummariesAsync(
        ProjectId project, GraphTarget target, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>The threads of a user; null when there is no such user.</summary>
    ValueTask<IReadOnlyList<MemoryThread>?> FindUserThreadsAsync(ProjectId project, string userId, CancellationToken cancellationToken);
}
