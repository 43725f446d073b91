namespace Orleans.Batch.Realtime;

/// <summary>The tasks of a project. Input is already checked.</summary>
public interface ITaskStore
{
    /// <inheritdoc cref="ITaskClient.ListTasksAsync"/>
    ValueTask<TaskPage> ListTasksAsync(ProjectId project, TaskQuery query, CancellationToken cancellationToken);
}
