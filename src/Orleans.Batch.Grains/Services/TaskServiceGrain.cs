using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about tasks, for .NET services.</summary>
[GrainType("orleans-batch.task-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class TaskServiceGrain(ITaskClient tasks) : Grain, ITaskServiceGrain
{
    public ValueTask<TaskPage> ListTasksAsync(ProjectId project, TaskQuery query, CancellationToken cancellationToken) =>
        tasks.ListTasksAsync(project, query, cancellationToken);

    public ValueTask<IngestTask> DeleteAsync(
        ProjectId project, Guid uuid, AddressKind kind, Guid taskId, CancellationToken cancellationToken) =>
        tasks.DeleteAsync(project, uuid, kind, taskId, cancellationToken);

    public ValueTask<IngestTask> DeleteContentAsync(
        ProjectId project, Guid graphUuid, Guid uuid, ContentKind kind, Guid taskId, CancellationToken cancellationToken) =>
        tasks.DeleteContentAsync(project, graphUuid, uuid, kind, taskId, cancellationToken);
}
