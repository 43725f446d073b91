namespace Orleans.Batch.Graphs;

/// <summary>Templates: validates input and calls the store.</summary>
internal sealed class ContextTemplateService(IContextTemplateStore store) : IContextTemplateClient
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ContextTemplate>> ListTemplatesAsync(ProjectId project, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => store.ListTemplatesAsync(project, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ContextTemplate> CreateTemplateAsync(
        ProjectId project, Guid uuid, string? templateId, ContextTemplateFields fields, CancellationToken cancellationToken)
    {
        ContextTemplateRules.CheckNew(templateId, fields);
        return ServiceGuard.RunAsync(() => store.CreateTemplateAsync(project, uuid, templateId, fields, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<ContextTemplate> GetTemplateAsync(
        ProjectId project, string templateId, CancellationToken cancellationToken) =>
        FindAsync(templateId, () => store.FindTemplateAsync(project, templateId, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<ContextTemplate> UpdateTemplateAsync(
        ProjectId project, string templateId, ContextTemplateFields fields, CancellationToken cancellationToken)
    {
        ContextTemplateRules.CheckChange(fields);
        return FindAsync(templateId, () => store.UpdateTemplateAsync(project, templateId, fields, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask DeleteTemplateAsync(ProjectId project, string templateId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(templateId, "template_id");
        if (!await ServiceGuard.RunAsync(() => store.DeleteTemplateAsync(project, templateId, cancellationToken)))
        {
            throw BatchServiceException.NotFound("context template", templateId);
        }
    }

    private static ValueTask<ContextTemplate> FindAsync(string templateId, Func<ValueTask<ContextTemplate?>> find)
    {
        TextRules.RequireId(templateId, "template_id");
        return ServiceGuard.FindAsync("context template", templateId, find);
    }
}
