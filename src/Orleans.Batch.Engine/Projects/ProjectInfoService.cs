using Orleans.Batch.Graphs;

namespace Orleans.Batch.Projects;

/// <summary>A caller's own project: validates input and calls the store.</summary>
internal sealed class ProjectInfoService(IProjectInfoStore store) : IProjectInfoClient
{
    /// <inheritdoc/>
    public ValueTask<ProjectInfo> GetProjectAsync(ProjectId project, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync("project", project.ToString(), () => store.FindProjectAsync(project, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ProjectInfo> UpdateProjectAsync(
        ProjectId project, ProjectInfoChanges changes, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        TextRules.Check(changes.Description, Limits.DescriptionLength, null, "description", problems);
        TimeZoneRules.Check(changes.DefaultTimeZone, "default_time_zone", problems);
        FieldRules.Refuse(problems);
        return ServiceGuard.FindAsync(
            "project", project.ToString(), () => store.UpdateProjectAsync(project, changes, cancellationToken));
    }
}
