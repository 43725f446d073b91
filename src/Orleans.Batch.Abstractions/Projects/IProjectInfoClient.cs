namespace Orleans.Batch;

/// <summary>A caller's own project. Refusals are <see cref="BatchServiceException"/>.</summary>
public interface IProjectInfoClient
{
    /// <summary>The project.</summary>
    ValueTask<ProjectInfo> GetProjectAsync(ProjectId project, CancellationToken cancellationToken);

    /// <summary>What extracts from its items, and the models that its batches may choose.</summary>
    ValueTask<ProjectModels> GetModelsAsync(ProjectId project, CancellationToken cancellationToken);

    /// <summary>
    /// Changes the project and returns it. Fails with <see cref="ErrorKind.InvalidRequest"/> if the time zone does not exist or
    /// the description is longer than <see cref="Limits.DescriptionLength"/> characters.
    /// </summary>
    ValueTask<ProjectInfo> UpdateProjectAsync(ProjectId project, ProjectInfoChanges changes, CancellationToken cancellationToken);
}
