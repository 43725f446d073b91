namespace Orleans.Batch;

/// <summary>
/// Templates for the context of threads. All operations throw <see cref="BatchServiceException"/>; a template is found by its id or
/// its UUID.
/// </summary>
public interface IContextTemplateClient
{
    /// <summary>The project's templates, oldest first.</summary>
    ValueTask<IReadOnlyList<ContextTemplate>> ListTemplatesAsync(ProjectId project, CancellationToken cancellationToken);

    /// <summary>Creates a template. A repeat with the same identity returns the first call's template.</summary>
    /// <param name="project">The project.</param>
    /// <param name="uuid">Its identity.</param>
    /// <param name="templateId">The id; null for the identity.</param>
    /// <param name="fields">The text and the name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<ContextTemplate> CreateTemplateAsync(
        ProjectId project, Guid uuid, string? templateId, ContextTemplateFields fields, CancellationToken cancellationToken);

    /// <summary>One template.</summary>
    ValueTask<ContextTemplate> GetTemplateAsync(ProjectId project, string templateId, CancellationToken cancellationToken);

    /// <summary>Changes a template.</summary>
    ValueTask<ContextTemplate> UpdateTemplateAsync(
        ProjectId project, string templateId, ContextTemplateFields fields, CancellationToken cancellationToken);

    /// <summary>Deletes a template.</summary>
    ValueTask DeleteTemplateAsync(ProjectId project, string templateId, CancellationToken cancellationToken);
}
