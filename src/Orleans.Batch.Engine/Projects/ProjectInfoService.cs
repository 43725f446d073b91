using Microsoft.Extensions.Options;
using Orleans.Batch.Graphs;
using Orleans.Batch.Models;

namespace Orleans.Batch.Projects;

/// <summary>A caller's own project: validates input and calls the store.</summary>
internal sealed class ProjectInfoService(IProjectInfoStore store, IOptions<ModelOptions> models) : IProjectInfoClient
{
    /// <inheritdoc/>
    public ValueTask<ProjectInfo> GetProjectAsync(ProjectId project, CancellationToken cancellationToken) =>
        ServiceGuard.FindAsync("project", project.ToString(), () => store.FindProjectAsync(project, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<ProjectModels> GetModelsAsync(ProjectId project, CancellationToken cancellationToken)
    {
        var set = await ServiceGuard.FindAsync(
            "project", project.ToString(), () => store.FindExtractionAsync(project, cancellationToken));
        var options = models.Value;
        return new ProjectModels(
            set.Mode,
            options.FindName(set.Model),
            [.. options.Profiles.Keys.Order(StringComparer.Ordinal).Select(name => options.FindOffer(name)!)]);
    }

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
