namespace Orleans.Batch.Gateway.Tests;

/// <summary>Templates in memory.</summary>
internal sealed class FakeTemplates : IContextTemplateClient
{
    private readonly Dictionary<string, ContextTemplate> _templates = new(StringComparer.Ordinal);

    public ValueTask<IReadOnlyList<ContextTemplate>> ListTemplatesAsync(ProjectId project, CancellationToken cancellationToken) =>
        new([.. _templates.Values]);

    public ValueTask<ContextTemplate> CreateTemplateAsync(
        ProjectId project, Guid uuid, string? templateId, ContextTemplateFields fields, CancellationToken cancellationToken) =>
        new(_templates[templateId ?? uuid.ToString()] = new ContextTemplate
        {
            Uuid = uuid,
            TemplateId = templateId ?? uuid.ToString(),
            Name = fields.Name,
            Template = fields.Template!,
            CreatedAt = DateTimeOffset.UnixEpoch,
        });

    public ValueTask<ContextTemplate> GetTemplateAsync(
        ProjectId project, string templateId, CancellationToken cancellationToken) => new(Find(templateId));

    public ValueTask<ContextTemplate> UpdateTemplateAsync(
        ProjectId project, string templateId, ContextTemplateFields fields, CancellationToken cancellationToken) =>
        new(_templates[templateId] = Find(templateId) with { Template = fields.Template! });

    public ValueTask DeleteTemplateAsync(ProjectId project, string templateId, CancellationToken cancellationToken)
    {
        _templates.Remove(Find(templateId).TemplateId);
        return default;
    }

    private ContextTemplate Find(string templateId) =>
        _templates.GetValueOrDefault(templateId) ?? throw BatchServiceException.NotFound("context template", templateId);
}
