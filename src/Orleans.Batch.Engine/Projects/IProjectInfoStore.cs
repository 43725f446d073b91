namespace Orleans.Batch.Projects;

/// <summary>What callers know of their project. Null means that it does not exist any more.</summary>
public interface IProjectInfoStore
{
    /// <inheritdoc cref="IProjectInfoClient.GetProjectAsync"/>
    ValueTask<ProjectInfo?> FindProjectAsync(ProjectId project, CancellationToken cancellationToken);

    /// <summary>What extracts from its items, unless a batch states it.</summary>
    ValueTask<ProjectExtraction?> FindExtractionAsync(ProjectId project, CancellationToken cancellationToken);

    /// <inheritdoc cref="IProjectInfoClient.UpdateProjectAsync"/>
    ValueTask<ProjectInfo?> UpdateProjectAsync(ProjectId project, ProjectInfoChanges changes, CancellationToken cancellationToken);
}

/// <summary>The extraction of a project.</summary>
/// <param name="Mode">What extracts.</param>
/// <param name="Model">The name of the model's profile; null for the default one.</param>
public sealed record ProjectExtraction(ExtractionMode Mode, string? Model);
