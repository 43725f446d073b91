using Orleans.Batch.Work;

namespace Orleans.Batch.Graphs;

/// <summary>Users, threads, graphs and episodes: validates input, calls the store, wakes the affected batches.</summary>
/// <param name="store">The store.</param>
/// <param name="wakeups">Wakes the batches that a deletion may have ended.</param>
public sealed partial class MemoryService(IMemoryStore store, IWakeups wakeups) : IMemoryClient
{
    /// <inheritdoc/>
    public ValueTask<User> CreateUserAsync(
        ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken)
    {
        FieldRules.Check(userId, fields);
        return ServiceGuard.RunAsync(() => store.CreateUserAsync(project, userId, fields, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<User> GetUserAsync(ProjectId project, string userId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(userId, "user_id");
        return ServiceGuard.FindAsync("user", userId, () => store.FindUserAsync(project, userId, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<User> UpdateUserAsync(
        ProjectId project, string userId, UserFields fields, CancellationToken cancellationToken)
    {
        FieldRules.Check(userId, fields);
        return ServiceGuard.FindAsync("user", userId, () => store.UpdateUserAsync(project, userId, fields, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<UserPage> ListUsersAsync(ProjectId project, IdQuery query, CancellationToken cancellationToken)
    {
        var bounded = QueryRules.Bound(query);
        return ServiceGuard.RunAsync(() => store.ListUsersAsync(project, bounded, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<MemoryThread> CreateThreadAsync(
        ProjectId project, string threadId, string userId, CancellationToken cancellationToken)
    {
        FieldRules.Check(threadId, userId);
        return ServiceGuard.RunAsync(() => store.CreateThreadAsync(project, threadId, userId, cancellationToken));
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
    public ValueTask<Graph> CreateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken)
    {
        FieldRules.Check(graphId, fields);
        return ServiceGuard.RunAsync(() => store.CreateGraphAsync(project, graphId, fields, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<Graph> GetGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(graphId, "graph_id");
        return ServiceGuard.FindAsync("graph", graphId, () => store.FindGraphAsync(project, graphId, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<Graph> UpdateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken)
    {
        FieldRules.Check(graphId, fields);
        return ServiceGuard.FindAsync(
            "graph", graphId, () => store.UpdateGraphAsync(project, graphId, fields, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<GraphPage> ListGraphsAsync(ProjectId project, GraphQuery query, CancellationToken cancellationToken)
    {
        var bounded = QueryRules.Bound(query);
        return ServiceGuard.RunAsync(() => store.ListGraphsAsync(project, bounded, cancellationToken));
    }
}
