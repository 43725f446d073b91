using Microsoft.OpenApi;

namespace Orleans.Batch.Gateway.Webhooks;

internal static class WebhookOperations
{
    private const string Tag = "Webhooks";

    private static readonly ApiParameter[] Page =
        [ApiParameter.Limit, new("cursor", "The next_cursor of the page before; absent for the first page.", JsonSchemaType.String)];

    public static ApiOperation Create { get; } =
        new("createWebhookEndpoint", Tag, "Registers an endpoint; the answer alone shows its secret.", typeof(WebhookEndpointResponse))
        {
            OutcomeAt = "/webhooks/endpoints",
            Request = WebhookEndpointBody.Table,
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
            Request = WebhookEndpointBody.Changes,
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
            Request = RotateSecretBody.Table,
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
            Request = RecoverBody.Table,
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
