using Orleans.Batch.Webhooks;

namespace Orleans.Batch.Engine.Tests.Webhooks.Support;

/// <summary>Accepts every endpoint that reaches it, and holds none.</summary>
internal sealed class AcceptingEndpointStore : IEndpointStore
{
    public ValueTask<WebhookEndpoint> CreateAsync(
        ProjectId project, WebhookEndpointFields fields, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken) =>
        new(new WebhookEndpoint
        {
            EndpointId = Guid.NewGuid(),
            Url = fields.Url!,
            Events = fields.Events!,
            Enabled = true,
            CreatedAt = default,
            UpdatedAt = default,
        });

    public ValueTask<WebhookEndpointPage> ListAsync(
        ProjectId project, int limit, string? cursor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<WebhookEndpoint?> FindAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken) =>
        new((WebhookEndpoint?)null);

    public ValueTask<WebhookEndpoint?> UpdateAsync(
        ProjectId project, Guid endpointId, WebhookEndpointFields fields, CancellationToken cancellationToken) =>
        new((WebhookEndpoint?)null);

    public ValueTask<bool> DeleteAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken) => new(false);

    public ValueTask<WebhookEndpoint?> RotateSecretAsync(
        ProjectId project, Guid endpointId, ReadOnlyMemory<byte> secret, TimeSpan overlap, CancellationToken cancellationToken) =>
        new((WebhookEndpoint?)null);
}
