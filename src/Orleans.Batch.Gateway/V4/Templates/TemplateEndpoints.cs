using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Templates;

/// <summary>Templates for contexts.</summary>
internal static class TemplateEndpoints
{
    private const string All = "/context-templates";
    private const string One = All + "/{template_uuid}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost(All, CreateAsync).DescribeWrite(TemplateOperations.Create, One);
        api.MapPost(All + "/list", ListAsync).DescribeRead(TemplateOperations.List);
        api.MapGet(One, GetAsync).DescribeRead(TemplateOperations.Get);
        api.MapPut(One, UpdateAsync).DescribeWrite(TemplateOperations.Update, One);
        api.MapDelete(One, DeleteAsync).DescribeWrite(TemplateOperations.Delete, One);
    }

    private static Task CreateAsync(HttpContext http, WriteCalls calls, IContextTemplateClient templates) =>
        calls.RecordAsync(http, async (body, identity) =>
        {
            var fields = TemplateBody.New.Parse(body.Span, new ContextTemplateFields(null));
            var template = await templates.CreateTemplateAsync(http.Project(), identity, templateId: null, fields, http.RequestAborted);
            return Stored.Json(TemplateObject.From(template), V4Json.Default.TemplateObject, StatusCodes.Status201Created);
        });

    private static Task ListAsync(HttpContext http, WriteCalls calls, IContextTemplateClient templates) =>
        calls.ReadAsync(http, async body =>
        {
            var page = PageRequest.From(http, body: PageBody.Parse(body.Span));
            var found = await templates.ListTemplatesAsync(http.Project(), http.RequestAborted);
            await http.WriteAsync(ListPages.From(page, found, TemplateObject.From), V4Json.Default.PageTemplateObject);
        });

    private static async Task GetAsync(HttpContext http, IContextTemplateClient templates) =>
        await http.WriteAsync(
            TemplateObject.From(await templates.GetTemplateAsync(http.Project(), Id(http), http.RequestAborted)), V4Json.Default.TemplateObject);

    private static Task UpdateAsync(HttpContext http, WriteCalls calls, IContextTemplateClient templates) =>
        calls.RecordAsync(http, async (body, _) =>
        {
            var fields = TemplateBody.Changes.Parse(body.Span, new ContextTemplateFields(null));
            return Stored.Json(
                TemplateObject.From(await templates.UpdateTemplateAsync(http.Project(), Id(http), fields, http.RequestAborted)),
                V4Json.Default.TemplateObject);
        });

    private static Task DeleteAsync(HttpContext http, WriteCalls calls, IContextTemplateClient templates) =>
        calls.RecordAsync(http, async (_, _) =>
        {
            await templates.DeleteTemplateAsync(http.Project(), Id(http), http.RequestAborted);
            return Stored.Empty;
        });

    private static string Id(HttpContext http) => http.RouteUuid("template_uuid").ToString();
}
