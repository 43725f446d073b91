using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Webhooks;

/// <summary>The project's webhook endpoints. Zep has no such calls, only its dashboard.</summary>
internal static class WebhookRoutes
{
    public const string EndpointId = "endpoint_id";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/webhooks/endpoints", CreateAsync).Describe(WebhookOperations.Create);
        api.MapGet("/webhooks/endpoints", ListAsync).Describe(WebhookOperations.List);
        api.MapGet("/webhooks/endpoints/{endpoint_id}", GetAsync).Describe(WebhookOperations.Get);
        api.MapPatch("/webhooks/endpoints/{endpoint_id}", UpdateAsync).Describe(WebhookOperations.Update);
        api.MapDelete("/webhooks/endpoints/{endpoint_id}", DeleteAsync).Describe(WebhookOperations.Delete);
        api.MapPost("/webhooks/endpoints/{endpoint_id}/rotate-secret", RotateAsync).Describe(WebhookOperations.RotateSecret);
        WebhookDeliveryRoutes.Map(api);
    }

    private static async Task CreateAsync(
        HttpContext http, IWebhookClient webhooks, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var created = await webhooks.CreateAsync(http.Project(), WebhookEndpointBody.ParseNew(body.Span), http.RequestAborted);
        await http.WriteAsync(
            WebhookEndpointResponse.From(created), WireJson.Default.WebhookEndpointResponse, StatusCodes.Status201Created);
    }

    private static async Task ListAsync(HttpContext http, IWebhookClient webhooks)
    {
        var page = await webhooks.ListAsync(http.Project(), Paging.Limit(http), Paging.OpaqueCursor(http), http.RequestAborted);
        await http.WriteAsync(
            new WebhookEndpointsResponse([.. page.Endpoints.Select(e => WebhookEndpointResponse.From(e))], page.NextCursor),
            WireJson.Default.WebhookEndpointsResponse);
    }

    private static async Task GetAsync(HttpContext http, IWebhookClient webhooks)
    {
        var endpoint = await webhooks.GetAsync(http.Project(), http.RouteGuid(EndpointId), http.RequestAborted);
        await http.WriteAsync(WebhookEndpointResponse.From(endpoint), WireJson.Default.WebhookEndpointResponse);
    }

    private static async Task UpdateAsync(
        HttpContext http, IWebhookClient webhooks, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        var endpointId = http.RouteGuid(EndpointId);
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var endpoint = await webhooks.UpdateAsync(
            http.Project(), endpointId, WebhookEndpointBody.ParseChange(body.Span), http.RequestAborted);
        await http.WriteAsync(WebhookEndpointResponse.From(endpoint), WireJson.Default.WebhookEndpointResponse);
    }

    private static async Task DeleteAsync(HttpContext http, IWebhookClient webhooks)
    {
        var endpointId = http.RouteGuid(EndpointId);
        await webhooks.DeleteAsync(http.Project(), endpointId, http.RequestAborted);
        await http.WriteMessageAsync($"Webhook endpoint {endpointId} successfully deleted.");
    }

    private static async Task RotateAsync(
        HttpContext http, IWebhookClient webhooks, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        var endpointId = http.RouteGuid(EndpointId);
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var rotated = await webhooks.RotateSecretAsync(
            http.Project(), endpointId, RotateSecretBody.Parse(body.Span), http.RequestAborted);
        await http.WriteAsync(WebhookEndpointResponse.From(rotated), WireJson.Default.WebhookEndpointResponse);
    }
}
