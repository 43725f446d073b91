namespace Orleans.Batch;

/// <summary>
/// The tasks of a project, and deletions that run as tasks. Calls are confined to <see cref="ProjectId"/>; refusals are
/// <see cref="BatchServiceException"/>. <see cref="IRealtimeClient.GetTaskAsync"/> returns one task.
/// </summary>
public interface ITaskClient
{
    /// <summary>Lists tasks, newest first. A batch is a task from its process call on.</summary>
    ValueTask<TaskPage> ListTasksAsync(ProjectId project, TaskQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes a user, thread or standalone graph. When this returns, it no longer exists for any call; the task ends when its
    /// content has been removed. A repeat with the same task's identity returns that task.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="uuid">The identity of the object.</param>
    /// <param name="kind">What it is; an object of another kind is not found.</param>
    /// <param name="taskId">The identity of the task.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<IngestTask> DeleteAsync(
        ProjectId project, Guid uuid, AddressKind kind, Guid taskId, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes an episode, node or edge of a graph. When this returns, it is gone, and so has the task ended. A repeat with the same
    /// task's identity returns that task.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="graphUuid">The identity of the graph, or of the user whose graph it is.</param>
    /// <param name="uuid">The identity of the object.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="taskId">The identity of the task.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<IngestTask> DeleteContentAsync(
        ProjectId project, Guid graphUuid, Guid uuid, ContentKind kind, Guid taskId, CancellationToken cancellationToken);
}

/// <summary>Which tasks to list.</summary>
/// <param name="Limit">How many at most; 1 to 1,000.</param>
/// <param name="Cursor">The previous page's <see cref="TaskPage.NextCursor"/>; null for the first page.</param>
/// <param name="Status">Only those in this status; null for all.</param>
/// <param name="Type">Only those of this type; null for all.</param>
[GenerateSerializer]
[Alias("orleans-batch.task-query.v1")]
[Immutable]
public sealed record TaskQuery(
    [property: Id(0)] int Limit = Limits.DefaultPerPage,
    [property: Id(1)] string? Cursor = null,
    [property: Id(2)] IngestTaskStatus? Status = null,
    [property: Id(3)] IngestTaskType? Type = null);

/// <summary>A page of tasks, newest first.</summary>
/// <param name="Tasks">The tasks.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
[GenerateSerializer]
[Alias("orleans-batch.task-page.v1")]
[Immutable]
public sealed record TaskPage([property: Id(0)] IReadOnlyList<IngestTask> Tasks, [property: Id(1)] string? NextCursor);
