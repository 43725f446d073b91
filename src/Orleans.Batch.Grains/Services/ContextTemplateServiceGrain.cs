using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about templates for contexts, for .NET services.</summary>
[GrainType("orleans-batch.context-template-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class ContextTemplateServiceGrain(IContextTemplateClient templates) : Grain, IContextTemplateServiceGrain
{
    public ValueTask<IReadOnlyList<ContextTemplate>> ListTemplatesAsync(ProjectId project, CancellationToken cancellationToken) =>
        templates.ListTemplatesAsync(project, cancellationToken);

    public ValueTask<ContextTemplate> CreateTemplateAsync(
        ProjectId project, Guid uuid, string? templateId, ContextTemplateFields fields, CancellationToken cancellationToken) =>
        templates.CreateTemplateAsync(project, uuid, templateId, fields, cancellationToken);

    public ValueTask<ContextTemplate> GetTemplateAsync(
        ProjectId project, string templateId, CancellationToken cancellationToken) =>
        templates.GetTemplateAsync(project, templateId, cancellationToken);

    public ValueTask<ContextTemplate> UpdateTemplateAsync(
        ProjectId project, string templateId, ContextTemplateFields fields, CancellationToken cancellationToken) =>
        templates.UpdateTemplateAsync(project, templateId, fields, cancellationToken);

    public ValueTask DeleteTemplateAsync(ProjectId project, string templateId, CancellationToken cancellationToken) =>
        templates.DeleteTemplateAsync(project, templateId, cancellationToken);
}
