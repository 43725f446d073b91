namespace Orleans.Batch;

/// <summary>A caller's own project. Refusals are <see cref="BatchServiceException"/>.</summary>
public interface IProjectInfoClient
{
    /// <summary>The project.</summary>
    ValueTask<ProjectInfo> GetProjectAsync(ProjectId project, CancellationToken cancellationToken);

    /// <summary>Sets the default time zone; null removes it.</summary>
    ValueTask<ProjectInfo> SetTimeZoneAsync(ProjectId project, string? timeZone, CancellationToken cancellationToken);
}
