using Orleans.Batch.Work;

namespace Orleans.Batch.Graphs;

/// <summary>Threads and their messages: validates input and calls the store.</summary>
internal sealed class ThreadService(IThreadStore store, IDestinationDeletion deletion, IWakeups wakeups) : IThreadClient
{
    /// <inheritdoc/>
    public ValueTask<MemoryThread> CreateThreadAsync(
        ProjectId project, string threadId, string userId, CancellationToken cancellationToken)
    {
        FieldRules.Check(threadId, userId);
        return ServiceGuard.RunAsync(() => store.CreateThreadAsync(project, threadId, userId, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask DeleteThreadAsync(ProjectId project, string threadId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(threadId, "thread_id");
        return GraphGuard.DeleteAsync("thread", threadId, wakeups, () => deletion.DeleteThreadAsync(project, threadId, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<ThreadPage> ListThreadsAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken)
    {
        var bounded = QueryRules.Bound(query);
        return ServiceGuard.RunAsync(() => store.ListThreadsAsync(project, bounded, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<ThreadMessages> GetMessagesAsync(
        ProjectId project, string threadId, MessageQuery query, CancellationToken cancellationToken)
    {
        TextRules.RequireId(threadId, "thread_id");
        var bounded = QueryRules.Bound(query);
        return ServiceGuard.FindAsync(
            "thread", threadId, () => store.FindMessagesAsync(project, threadId, bounded, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MemoryThread>> GetUserThreadsAsync(
        ProjectId project, string userId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(userId, "user_id");
        return ServiceGuard.FindAsync("user", userId, () => store.FindUserThreadsAsync(project, userId, cancellationToken));
    }
}
