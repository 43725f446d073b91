namespace Orleans.Batch.Dashboard;

/// <summary>The list of endpoints.</summary>
/// <param name="Page">The page.</param>
/// <param name="IsFirst">Whether it is the first page.</param>
public sealed record WebhooksModel(WebhookEndpointPage Page, bool IsFirst);

/// <summary>One endpoint with its delivery log.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Log">The page of its log.</param>
/// <param name="IsFirst">Whether that is the first page.</param>
public sealed record WebhookDetailsModel(WebhookEndpoint Endpoint, WebhookAttemptPage Log, bool IsFirst);

/// <summary>The form of a new endpoint, or of an existing one.</summary>
/// <param name="EndpointId">The endpoint; null for a new one.</param>
/// <param name="Url">The URL that messages are posted to.</param>
/// <param name="Description">A description.</param>
/// <param name="Events">The events that are chosen.</param>
/// <param name="Refusal">Why the form was refused; null the first time.</param>
public sealed record WebhookFormModel(
    Guid? EndpointId, string? Url, string? Description, IReadOnlyCollection<string> Events, string? Refusal = null);

/// <summary>The confirmation of an action that destroys data.</summary>
/// <param name="Endpoint">The endpoint concerned.</param>
/// <param name="Action">The action: <c>delete</c> or <c>rotate-secret</c>.</param>
public sealed record WebhookConfirmation(WebhookEndpoint Endpoint, string Action);
