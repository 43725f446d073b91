namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>The list of endpoints.</summary>
/// <param name="Page">The page.</param>
/// <param name="IsFirst">Whether it is the first page.</param>
public sealed record WebhooksModel(WebhookEndpointPage Page, bool IsFirst);

/// <summary>One endpoint with its delivery log.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Log">The page of its log.</param>
/// <param name="IsFirst">Whether that is the first page.</param>
public sealed record WebhookDetailsModel(WebhookEndpoint Endpoint, WebhookAttemptPage Log, bool IsFirst);

/// <summary>The form of a new endpoint, or of one that is changed.</summary>
/// <param name="EndpointId">The endpoint; null for a new one.</param>
/// <param name="Url">Where messages are posted.</param>
/// <param name="Description">A description.</param>
/// <param name="Events">The events that are chosen.</param>
/// <param name="Refusal">Why what was sent was refused; null the first time.</param>
public sealed record WebhookFormModel(
    Guid? EndpointId, string? Url, string? Description, IReadOnlyCollection<string> Events, string? Refusal = null);

/// <summary>Asks before something is destroyed.</summary>
/// <param name="Endpoint">The endpoint concerned.</param>
/// <param name="Action">What would be done: <c>delete</c> or <c>rotate-secret</c>.</param>
public sealed record WebhookConfirmation(WebhookEndpoint Endpoint, string Action);
