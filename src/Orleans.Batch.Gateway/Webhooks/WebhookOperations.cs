using Microsoft.OpenApi;

namespace Orleans.Batch.Gateway;

/// <summary>An endpoint to register.</summary>
/// <param name="Url">The URL that messages are posted to: https, a public address, a port that is no other service's.</param>
/// <param name="Events">Which events; ingest.batch.completed when left out.</param>
/// <param name="Description">A description, at most 500 characters.</param>
/// <param name="Status">enabled when left out.</param>
internal sealed record CreateWebhookEndpointRequest(
    string Url, IReadOnlyList<string>? Events = null, string? Description = null, WebhookEndpointStatus? Status = null);

/// <summary>Fields of an endpoint to change; those left out stay. Enabling it clears its failures.</summary>
internal sealed record UpdateWebhookEndpointRequest(
    string? Url = null, IReadOnlyList<string>? Events = null, string? Description = null, WebhookEndpointStatus? Status = null);

/// <summary>How a secret is replaced.</summary>
/// <param name="OverlapSeconds">How long the old one signs beside the new one: 0 to 604800 (7 days), 86400 when left out.</param>
internal sealed record RotateWebhookSecretRequest(int? OverlapSeconds = null);

/// <summary>Which failed messages to send again, by when they were written.</summary>
/// <param name="Since">The start of the period.</param>
/// <param name="Until">The end of the period, exclusive; no end when left out.</param>
internal sealed record RecoverWebhookRequest(DateTimeOffset Since, DateTimeOffset? Until = null);

internal static class WebhookOperations
{
    private const string Tag = "Webhooks";

    private static readonly ApiParameter[] Page =
        [ApiParameter.Limit, new("cursor", "The next_cursor of the page before; absent for the first page.", JsonSchemaType.String)];

    public static ApiOperation Create { get; } =
        new("createWebhookEndpoint", Tag, "Registers an endpoint; the answer alone shows its secret.", typeof(WebhookEndpointResponse))
        {
            OutcomeAt = "/webhooks/endpoints",
            Request = typeof(CreateWebhookEndpointRequest),
            Status = 201,
        };

    public static ApiOperation List { get; } =
        new("listWebhookEndpoints", Tag, "Lists endpoints, oldest first.", typeof(WebhookEndpointsResponse)) { Parameters = Page };

    public static ApiOperation Get { get; } =
        new("getWebhookEndpoint", Tag, "One endpoint.", typeof(WebhookEndpointResponse)) { Errors = [404] };

    public static ApiOperation Update { get; } =
        new("updateWebhookEndpoint", Tag, "Changes the fields that are given.", typeof(WebhookEndpointResponse))
        {
            OutcomeAt = "/webhooks/endpoints/{endpoint_id}",
            Request = typeof(UpdateWebhookEndpointRequest),
            Errors = [404],
        };

    public static ApiOperation Delete { get; } =
        new("deleteWebhookEndpoint", Tag, "Deletes an endpoint with its log and what is on its way to it.", typeof(MessageResponse))
        {
            OutcomeAt = "/webhooks/endpoints/{endpoint_id}",
            Errors = [404],
        };

    public static ApiOperation RotateSecret { get; } =
        new("rotateWebhookSecret", Tag, "Makes a new secret; the answer alone shows it.", typeof(WebhookEndpointResponse))
        {
            OutcomeAt = "/webhooks/endpoints/{endpoint_id}",
            Request = typeof(RotateWebhookSecretRequest),
            BodyOptional = true,
            Errors = [404],
        };

    public static ApiOperation Test { get; } =
        new("testWebhookEndpoint", Tag, "Sends a webhook.test message to an endpoint.", typeof(WebhookTestResponse))
        {
            OutcomeAt = "/webhooks/endpoints/{endpoint_id}/attempts",
            Status = 202,
            Errors = [404, 409],
        };

    public static ApiOperation ListAttempts { get; } =
        new("listWebhookAttempts", Tag, "The delivery log of an endpoint, newest first; kept for 30 days.", typeof(WebhookAttemptsResponse))
        {
            Parameters = Page,
            Errors = [404],
        };

    public static ApiOperation Recover { get; } =
        new("recoverWebhookMessages", Tag, "Resends permanently failed messages.", typeof(WebhookRecoverResponse))
        {
            OutcomeAt = "/webhooks/endpoints/{endpoint_id}/attempts",
            Request = typeof(RecoverWebhookRequest),
            Status = 202,
            Errors = [404, 409],
        };

    public static ApiOperation Resend { get; } =
        new("resendWebhookMessage", Tag, "Sends a message again to the enabled endpoints it was for.", typeof(WebhookResendResponse))
        {
            OutcomeAt = "/webhooks/endpoints/{endpoint_id}/attempts",
            Status = 202,
            Errors = [404],
        };
}
