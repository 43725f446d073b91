namespace Orleans.Batch;

/// <summary>
/// Webhook endpoints of a project and what was sent to them. All calls are confined to <see cref="ProjectId"/>;
/// refusals are <see cref="BatchServiceException"/>.
/// </summary>
public interface IWebhookClient
{
    /// <summary>
    /// Registers an endpoint. Its URL is checked at once (scheme, port, addresses of its name) and again at every
    /// connection.
    /// </summary>
    ValueTask<WebhookEndpointWithSecret> CreateAsync(
        ProjectId project, WebhookEndpointFields fields, CancellationToken cancellationToken);

    /// <summary>Lists endpoints, oldest first.</summary>
    ValueTask<WebhookEndpointPage> ListAsync(
        ProjectId project, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>One endpoint.</summary>
    ValueTask<WebhookEndpoint> GetAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken);

    /// <summary>Changes the fields that are given. Enabling an endpoint clears its failures.</summary>
    ValueTask<WebhookEndpoint> UpdateAsync(
        ProjectId project, Guid endpointId, WebhookEndpointFields fields, CancellationToken cancellationToken);

    /// <summary>Deletes an endpoint, its secrets, its log, and its pending messages.</summary>
    ValueTask DeleteAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken);

    /// <summary>Makes a new secret; the old one signs beside it for <paramref name="overlap"/>.</summary>
    ValueTask<WebhookEndpointWithSecret> RotateSecretAsync(
        ProjectId project, Guid endpointId, TimeSpan overlap, CancellationToken cancellationToken);

    /// <summary>Sends a <see cref="WebhookEvents.Test"/> message to this endpoint, regardless of its chosen events.</summary>
    /// <returns>The message's id.</returns>
    ValueTask<Guid> SendTestAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken);

    /// <summary>The delivery log of an endpoint, newest first.</summary>
    ValueTask<WebhookAttemptPage> ListAttemptsAsync(
        ProjectId project, Guid endpointId, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>Sends a message again, at once, to every enabled endpoint it was for.</summary>
    /// <returns>The number of endpoints.</returns>
    ValueTask<int> ResendAsync(ProjectId project, Guid messageId, CancellationToken cancellationToken);

    /// <summary>Sends again the messages that failed permanently between two moments.</summary>
    /// <returns>The number of messages.</returns>
    ValueTask<int> RecoverAsync(
        ProjectId project, Guid endpointId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken);
}
