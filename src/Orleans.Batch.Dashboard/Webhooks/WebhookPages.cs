using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>The pages of webhook endpoints and their deliveries.</summary>
internal sealed class WebhookPages(IWebhookClient webhooks)
{
    public const string List = "/webhooks";

    private const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder gated)
    {
        gated.MapGet(List, (HttpContext http, WebhookPages here) => here.ListAsync(http));
        gated.MapGet(List + "/new", (HttpContext http, WebhookPages here) => here.ShowFormAsync(http, Empty));
        gated.MapGet(List + "/{id:guid}", (HttpContext http, WebhookPages here) => here.ShowAsync(http));
        gated.MapGet(List + "/{id:guid}/change", (HttpContext http, WebhookPages here) => here.ChangeAsync(http));
        gated.MapGet(List + "/{id:guid}/delete", (HttpContext http, WebhookPages here) => here.AskAsync(http, "delete"));
        gated.MapGet(List + "/{id:guid}/rotate-secret", (HttpContext http, WebhookPages here) => here.AskAsync(http, "rotate-secret"));
    }

    public static string GetPath(Guid endpoint) => $"{List}/{endpoint}";

    public static WebhookFormModel Empty { get; } = new(null, null, null, [WebhookEvents.BatchCompleted]);

    public Task ShowFormAsync(HttpContext http, WebhookFormModel form) => http.WritePageAsync<WebhookFormPage, WebhookFormModel>(
        new PageHead(form.EndpointId is null ? "New endpoint" : "Change endpoint", List),
        form,
        form.Refusal is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    private async Task ListAsync(HttpContext http)
    {
        var cursor = Paging.OpaqueCursor(http);
        var page = await webhooks.ListAsync(http.Project(), PageSize, cursor, http.RequestAborted);
        await http.WritePageAsync<WebhooksPage, WebhooksModel>(new PageHead("Webhooks", List), new(page, cursor is null));
    }

    private async Task ShowAsync(HttpContext http)
    {
        var (id, cursor) = (http.RouteGuid("id"), Paging.OpaqueCursor(http));
        var endpoint = await webhooks.GetAsync(http.Project(), id, http.RequestAborted);
        var log = await webhooks.ListAttemptsAsync(http.Project(), id, PageSize, cursor, http.RequestAborted);
        await http.WritePageAsync<WebhookDetailsPage, WebhookDetailsModel>(
            new PageHead("Webhook endpoint", List), new(endpoint, log, cursor is null));
    }

    private async Task ChangeAsync(HttpContext http)
    {
        var endpoint = await webhooks.GetAsync(http.Project(), http.RouteGuid("id"), http.RequestAborted);
        await ShowFormAsync(http, new(endpoint.EndpointId, endpoint.Url, endpoint.Description, [.. endpoint.Events]));
    }

    private async Task AskAsync(HttpContext http, string action)
    {
        var endpoint = await webhooks.GetAsync(http.Project(), http.RouteGuid("id"), http.RequestAborted);
        await http.WritePageAsync<WebhookConfirmationPage, WebhookConfirmation>(
            new PageHead(action == "delete" ? "Delete endpoint" : "Rotate secret", List), new(endpoint, action));
    }
}
