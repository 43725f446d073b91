using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Webhooks;

/// <summary>The deliveries to webhook endpoints, and their repetition.</summary>
internal static class WebhookDeliveryRoutes
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/webhooks/endpoints/{endpoint_id}/test", TestAsync).Describe(WebhookOperations.Test);
        api.MapGet("/webhooks/endpoints/{endpoint_id}/attempts", ListAttemptsAsync).Describe(WebhookOperations.ListAttempts);
        api.MapPost("/webhooks/endpoints/{endpoint_id}/recover", RecoverAsync).Describe(WebhookOperations.Recover);
        api.MapPost("/webhooks/messages/{message_id}/resend", ResendAsync).Describe(WebhookOperations.Resend);
    }

    private static async Task TestAsync(HttpContext http, IWebhookClient webhooks)
    {
        var message = await webhooks.SendTestAsync(http.Project(), http.RouteGuid(WebhookRoutes.EndpointId), http.RequestAborted);
        await http.WriteAsync(
            new WebhookTestResponse(message), WireJson.Default.WebhookTestResponse, StatusCodes.Status202Accepted);
    }

    private static async Task ListAttemptsAsync(HttpContext http, IWebhookClient webhooks)
    {
        var page = await webhooks.ListAttemptsAsync(
            http.Project(),
            http.RouteGuid(WebhookRoutes.EndpointId),
            Paging.Limit(http),
            Paging.OpaqueCursor(http),
            http.RequestAborted);
        await http.WriteAsync(
            new WebhookAttemptsResponse([.. page.Attempts.Select(WebhookAttemptResponse.From)], page.NextCursor),
            WireJson.Default.WebhookAttemptsResponse);
    }

    private static async Task RecoverAsync(
        HttpContext http, IWebhookClient webhooks, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        var endpointId = http.RouteGuid(WebhookRoutes.EndpointId);
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var (since, until) = RecoverBody.Parse(body.Span);
        var messages = await webhooks.RecoverAsync(http.Project(), endpointId, since, until, http.RequestAborted);
        await http.WriteAsync(
            new WebhookRecoverResponse(messages), WireJson.Default.WebhookRecoverResponse, StatusCodes.Status202Accepted);
    }

    private static async Task ResendAsync(HttpContext http, IWebhookClient webhooks)
    {
        var endpoints = await webhooks.ResendAsync(http.Project(), http.RouteGuid("message_id"), http.RequestAborted);
        await http.WriteAsync(
            new WebhookResendResponse(endpoints), WireJson.Default.WebhookResendResponse, StatusCodes.Status202Accepted);
    }
}
