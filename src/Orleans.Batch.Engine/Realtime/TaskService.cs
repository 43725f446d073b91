using Orleans.Batch.Graphs;
using Orleans.Batch.Work;

namespace Orleans.Batch.Realtime;

/// <summary>Lists tasks, and deletes as a task.</summary>
internal sealed class TaskService(
    ITaskStore tasks, IRealtimeStore realtime, IDestinationDeletion deletion, IContentDeletion contents, IWakeups wakeups) : ITaskClient
{
    /// <inheritdoc/>
    public ValueTask<TaskPage> ListTasksAsync(ProjectId project, TaskQuery query, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => tasks.ListTasksAsync(
            project, query with { Limit = Math.Clamp(query.Limit, 1, Limits.PerPage) }, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<IngestTask> DeleteAsync(
        ProjectId project, Guid uuid, AddressKind kind, Guid taskId, CancellationToken cancellationToken)
    {
        var what = kind switch
        {
            AddressKind.User => "user",
            AddressKind.Thread => "thread",
            _ => "graph",
        };
        await GraphGuard.DeleteAsync(
            what,
            uuid.ToString(),
            wakeups,
            () => deletion.DeleteAsync(project, uuid, kind, taskId, cancellationToken));
        return await ServiceGuard.FindAsync(
            "task", taskId.ToString(), () => realtime.FindTaskAsync(project, taskId, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<IngestTask> DeleteContentAsync(
        ProjectId project, Guid graphUuid, Guid uuid, ContentKind kind, Guid taskId, CancellationToken cancellationToken)
    {
        if (await FindAsync() is { } earlier)
        {
            return earlier;
        }

        await GraphGuard.DeleteAsync(
            kind.ToString().ToLowerInvariant(),
            uuid,
            () => contents.DeleteAsync(project, graphUuid, uuid, kind, taskId, cancellationToken));
        return (await FindAsync())!;

        ValueTask<IngestTask?> FindAsync() => ServiceGuard.RunAsync(() => realtime.FindTaskAsync(project, taskId, cancellationToken));
    }
}
