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

    /// <summary>The threads of a user by their ids; at most 1,000.</summary>
    ValueTask<IReadOnlyList<MemoryThread>> GetUserThreadsAsync(ProjectId project, string userId, CancellationToken cancellationToken);
}
