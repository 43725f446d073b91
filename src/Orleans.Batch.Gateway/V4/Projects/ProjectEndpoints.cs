using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Projects;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Projects;

/// <summary>The caller's own project.</summary>
internal static class ProjectEndpoints
{
    private const string Path = "/project";

    private static readonly ApiOperation Get = new("project.get", "Project", "The project of the key.", typeof(ProjectObject));

    private static readonly ApiOperation Update =
        new("project.update", "Project", "Changes the project of the key.", typeof(ProjectObject)) { Request = ProjectBody.Table };

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet(Path, GetAsync).DescribeRead(Get);
        api.MapPatch(Path, UpdateAsync).DescribeWrite(Update, Path);
    }

    private static async Task GetAsync(HttpContext http, IProjectInfoClient projects) =>
        await http.WriteAsync(
            ProjectObject.From(await projects.GetProjectAsync(http.Project(), http.RequestAborted)), V4Json.Default.ProjectObject);

    private static Task UpdateAsync(HttpContext http, WriteCalls calls, IProjectInfoClient projects) =>
        calls.RecordAsync(http, async (body, _) =>
        {
            var project = await projects.UpdateProjectAsync(http.Project(), ProjectBody.Parse(body.Span), http.RequestAborted);
            return Stored.Json(ProjectObject.From(project), V4Json.Default.ProjectObject);
        });
}
