namespace Orleans.Batch.Projects;

/// <summary>What callers know of their project. Null means that it does not exist any more.</summary>
public interface IProjectInfoStore
{
    /// <inheritdoc cref="IProjectInfoClient.GetProjectAsync"/>
    ValueTask<ProjectInfo?> FindProjectAsync(ProjectId project, CancellationToken cancellationToken);

    /// <inheritdoc cref="IProjectInfoClient.UpdateProjectAsync"/>
    ValueTask<ProjectInfo?> UpdateProjectAsync(ProjectId project, ProjectInfoChanges changes, CancellationToken cancellationToken);
}
