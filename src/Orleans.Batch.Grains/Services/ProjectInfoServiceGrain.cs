using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about a caller's own project, for .NET services.</summary>
[GrainType("orleans-batch.project-info-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class ProjectInfoServiceGrain(IProjectInfoClient projects) : Grain, IProjectInfoServiceGrain
{
    public ValueTask<ProjectInfo> GetProjectAsync(ProjectId project, CancellationToken cancellationToken) =>
        projects.GetProjectAsync(project, cancellationToken);

    public ValueTask<ProjectModels> GetModelsAsync(ProjectId project, CancellationToken cancellationToken) =>
        projects.GetModelsAsync(project, cancellationToken);

    public ValueTask<ProjectInfo> UpdateProjectAsync(
        ProjectId project, ProjectInfoChanges changes, CancellationToken cancellationToken) =>
        projects.UpdateProjectAsync(project, changes, cancellationToken);
}
