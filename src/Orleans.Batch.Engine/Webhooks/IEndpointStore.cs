namespace Orleans.Batch.Webhooks;

/// <summary>The database's webhook endpoints.</summary>
public interface IEndpointStore
{
    /// <summary>Creates an endpoint with its first secret.</summary>
    ValueTask<WebhookEndpoint> CreateAsync(
        ProjectId project, WebhookEndpointFields fields, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken);

    /// <inheritdoc cref="IWebhookClient.ListAsync"/>
    ValueTask<WebhookEndpointPage> ListAsync(ProjectId project, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>One endpoint, or null.</summary>
    ValueTask<WebhookEndpoint?> FindAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken);

    /// <summary>Changes the fields that are given; null when there is no such endpoint.</summary>
    ValueTask<WebhookEndpoint?> UpdateAsync(
        ProjectId project, Guid endpointId, WebhookEndpointFields fields, CancellationToken cancellationToken);

    /// <summary>Deletes an endpoint.</summary>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> DeleteAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken);

    /// <summary>Adds a secret; the current ones expire after <paramref name="overlap"/>. Null: no such endpoint.</summary>
    ValueTask<WebhookEndpoint?> RotateSecretAsync(
        ProjectId project, Guid endpointId, ReadOnlyMemory<byte> secret, TimeSpan overlap, CancellationToken cancellationToken);
}
