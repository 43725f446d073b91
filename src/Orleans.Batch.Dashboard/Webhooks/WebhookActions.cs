using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>The actions on webhook endpoints.</summary>
internal sealed class WebhookActions(IWebhookClient webhooks, WebhookPages pages, TimeProvider time)
{
    private static readonly TimeSpan Overlap = TimeSpan.FromDays(1);
    private static readonly int[] Days = [1, 7, 30];

    public static void Map(IEndpointRouteBuilder gated)
    {
        const string one = WebhookPages.List + "/{id:guid}";
        gated.MapPost(WebhookPages.List + "/new", (HttpContext http, WebhookActions here) => here.CreateAsync(http));
        gated.MapPost(one + "/change", (HttpContext http, WebhookActions here) => here.ChangeAsync(http));
        gated.MapPost(one + "/delete", (HttpContext http, WebhookActions here) => here.DeleteAsync(http));
        gated.MapPost(one + "/rotate-secret", (HttpContext http, WebhookActions here) => here.RotateAsync(http));
        gated.MapPost(one + "/enable", (HttpContext http, WebhookActions here) => here.SwitchAsync(http, on: true));
        gated.MapPost(one + "/disable", (HttpContext http, WebhookActions here) => here.SwitchAsync(http, on: false));
        gated.MapPost(one + "/test", (HttpContext http, WebhookActions here) => here.TestAsync(http));
        gated.MapPost(one + "/recover", (HttpContext http, WebhookActions here) => here.RecoverAsync(http));
        gated.MapPost(one + "/resend/{message:guid}", (HttpContext http, WebhookActions here) => here.ResendAsync(http));
    }

    private async Task CreateAsync(HttpContext http)
    {
        var form = FormOf(null, await DashboardForm.ReadAsync(http));
        try
        {
            var created = await webhooks.CreateAsync(http.Project(), FieldsOf(form), http.RequestAborted);
            await ShowSecretAsync(http, created);
        }
        catch (BatchServiceException e) when (e.Kind == ErrorKind.InvalidRequest)
        {
            await pages.ShowFormAsync(http, form with { Refusal = e.Message });
        }
    }

    private async Task ChangeAsync(HttpContext http)
    {
        var id = http.RouteGuid("id");
        var form = FormOf(id, await DashboardForm.ReadAsync(http));
        await webhooks.GetAsync(http.Project(), id, http.RequestAborted); // throws "not found" before the form is checked
        try
        {
            await webhooks.UpdateAsync(http.Project(), id, FieldsOf(form), http.RequestAborted);
            http.SeeOther(WebhookPages.GetPath(id), "The endpoint was changed.");
        }
        catch (BatchServiceException e) when (e.Kind == ErrorKind.InvalidRequest)
        {
            await pages.ShowFormAsync(http, form with { Refusal = e.Message });
        }
    }

    private async Task DeleteAsync(HttpContext http)
    {
        await webhooks.DeleteAsync(http.Project(), http.RouteGuid("id"), http.RequestAborted);
        http.SeeOther(WebhookPages.List, "The endpoint was deleted, with its log and its pending messages.");
    }

    private async Task RotateAsync(HttpContext http) => await ShowSecretAsync(
        http, await webhooks.RotateSecretAsync(http.Project(), http.RouteGuid("id"), Overlap, http.RequestAborted));

    private async Task SwitchAsync(HttpContext http, bool on)
    {
        var id = http.RouteGuid("id");
        await webhooks.UpdateAsync(http.Project(), id, new WebhookEndpointFields { Enabled = on }, http.RequestAborted);
        http.SeeOther(WebhookPages.GetPath(id), on
            ? "The endpoint is enabled, and its failures were reset."
            : "The endpoint is disabled: nothing is sent to it until it is enabled again.");
    }

    private async Task TestAsync(HttpContext http)
    {
        var id = http.RouteGuid("id");
        var message = await webhooks.SendTestAsync(http.Project(), id, http.RequestAborted);
        http.SeeOther(WebhookPages.GetPath(id), $"A test message is on its way: {message}. Load this page again to see what became of it.");
    }

    private async Task RecoverAsync(HttpContext http)
    {
        var id = http.RouteGuid("id");
        var form = await DashboardForm.ReadAsync(http);
        var days = int.TryParse(form["days"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && Days.Contains(asked) ? asked : 1;
        var now = time.GetUtcNow();
        var messages = await webhooks.RecoverAsync(http.Project(), id, now.AddDays(-days), now, http.RequestAborted);
        http.SeeOther(WebhookPages.GetPath(id), messages == 0
            ? "No message failed finally in that time; none is sent again."
            : $"{NumberText.Count(messages)} messages that had failed permanently are queued again.");
    }

    private async Task ResendAsync(HttpContext http)
    {
        var message = http.RouteGuid("message");
        var endpoints = await webhooks.ResendAsync(http.Project(), message, http.RequestAborted);
        http.SeeOther(
            WebhookPages.GetPath(http.RouteGuid("id")),
            $"Message {message} is sent again to {endpoints} {(endpoints == 1 ? "endpoint" : "endpoints")}.");
    }

    // The response to the form itself: the secret is in no address and no cookie, and is lost with the page.
    private static Task ShowSecretAsync(HttpContext http, WebhookEndpointWithSecret endpoint) =>
        http.WritePageAsync<WebhookSecretPage, WebhookEndpointWithSecret>(new PageHead("Signing secret", WebhookPages.List), endpoint);

    private static WebhookFormModel FormOf(Guid? endpoint, IFormCollection form) => new(
        endpoint,
        form["url"].ToString().Trim(),
        form["description"].ToString().Trim(),
        [.. form["events"].OfType<string>()]);

    private static WebhookEndpointFields FieldsOf(WebhookFormModel form) => new()
    {
        Url = form.Url,
        Description = string.IsNullOrEmpty(form.Description) && form.EndpointId is null ? null : form.Description,
        Events = [.. form.Events],
    };
}
