using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Projects;

/// <summary>The caller's own project.</summary>
internal static class ProjectEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/projects/info", GetAsync).Describe(ProjectOperations.Get);
        api.MapGet("/models", GetModelsAsync).Describe(ProjectOperations.Models);
        api.MapPatch("/projects/info", UpdateAsync).Describe(ProjectOperations.Update);
    }

    private static async Task GetAsync(HttpContext http, IProjectInfoClient projects)
    {
        var project = await projects.GetProjectAsync(http.Project(), http.RequestAborted);
        await http.WriteAsync(new ProjectResponse(project), WireJson.Default.ProjectResponse);
    }

    private static async Task GetModelsAsync(HttpContext http, IProjectInfoClient projects) => await http.WriteAsync(
        await projects.GetModelsAsync(http.Project(), http.RequestAborted), WireJson.Default.ProjectModels);

    private static async Task UpdateAsync(
        HttpContext http, IProjectInfoClient projects, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var project = await projects.UpdateProjectAsync(http.Project(), ProjectBody.Parse(body.Span), http.RequestAborted);
        await http.WriteAsync(new ProjectResponse(project), WireJson.Default.ProjectResponse);
    }
}
