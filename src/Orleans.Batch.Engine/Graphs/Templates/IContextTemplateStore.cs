namespace Orleans.Batch.Graphs;

/// <summary>Templates. Null means that the project has no such template.</summary>
public interface IContextTemplateStore
{
    /// <inheritdoc cref="IContextTemplateClient.ListTemplatesAsync"/>
    ValueTask<IReadOnlyList<ContextTemplate>> ListTemplatesAsync(ProjectId project, CancellationToken cancellationToken);

    /// <inheritdoc cref="IContextTemplateClient.CreateTemplateAsync"/>
    ValueTask<ContextTemplate> CreateTemplateAsync(
        ProjectId project, Guid uuid, string? templateId, ContextTemplateFields fields, CancellationToken cancellationToken);

    /// <inheritdoc cref="IContextTemplateClient.GetTemplateAsync"/>
    ValueTask<ContextTemplate?> FindTemplateAsync(ProjectId project, string templateId, CancellationToken cancellationToken);

    /// <inheritdoc cref="IContextTemplateClient.UpdateTemplateAsync"/>
    ValueTask<ContextTemplate?> UpdateTemplateAsync(
        ProjectId project, string templateId, ContextTemplateFields fields, CancellationToken cancellationToken);

    /// <summary>Deletes a template; false when there is none.</summary>
    ValueTask<bool> DeleteTemplateAsync(ProjectId project, string templateId, CancellationToken cancellationToken);
}
