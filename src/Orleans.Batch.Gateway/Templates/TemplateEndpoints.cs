using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Templates;

/// <summary>Templates for the context of threads.</summary>
internal static class TemplateEndpoints
{
    private const string TemplateId = "template_id";
    private const string Path = "/context-templates/{template_id}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/context-templates", ListAsync).Describe(TemplateOperations.List);
        api.MapPost("/context-templates", CreateAsync).Describe(TemplateOperations.Create);
        api.MapGet(Path, GetAsync).Describe(TemplateOperations.Get);
        api.MapPut(Path, UpdateAsync).Describe(TemplateOperations.Update);
        api.MapDelete(Path, DeleteAsync).Describe(TemplateOperations.Delete);
    }

    private static async Task ListAsync(HttpContext http, IContextTemplateClient templates)
    {
        var found = await templates.ListTemplatesAsync(http.Project(), http.RequestAborted);
        await http.WriteAsync(new TemplatesResponse([.. found.Select(TemplateResponse.From)]), WireJson.Default.TemplatesResponse);
    }

    private static async Task CreateAsync(
        HttpContext http, IContextTemplateClient templates, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var draft = TemplateBody.Table.Parse(body.Span, default);
        await AnswerAsync(http, await templates.CreateTemplateAsync(
            http.Project(), Guid.CreateVersion7(), draft.TemplateId, new ContextTemplateFields(draft.Template), http.RequestAborted));
    }

    private static async Task GetAsync(HttpContext http, IContextTemplateClient templates) =>
        await AnswerAsync(http, await templates.GetTemplateAsync(http.Project(), http.RouteId(TemplateId), http.RequestAborted));

    private static async Task UpdateAsync(
        HttpContext http, IContextTemplateClient templates, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        var templateId = http.RouteId(TemplateId);
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var fields = new ContextTemplateFields(TemplateBody.Changes.Parse(body.Span, default).Template);
        await AnswerAsync(http, await templates.UpdateTemplateAsync(http.Project(), templateId, fields, http.RequestAborted));
    }

    private static async Task DeleteAsync(HttpContext http, IContextTemplateClient templates)
    {
        var templateId = http.RouteId(TemplateId);
        await templates.DeleteTemplateAsync(http.Project(), templateId, http.RequestAborted);
        await http.WriteMessageAsync($"Context template {templateId} successfully deleted.");
    }

    private static Task AnswerAsync(HttpContext http, ContextTemplate template) =>
        http.WriteAsync(TemplateResponse.From(template), WireJson.Default.TemplateResponse);
}
