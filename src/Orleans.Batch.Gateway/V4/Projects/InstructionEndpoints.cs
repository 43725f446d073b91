using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Projects;

/// <summary>Instructions to models, of the project, of graphs and of users.</summary>
internal static class InstructionEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        Map(api, "/project/instructions", "project", "Instructions", InstructionKind.Custom, static (_, _) => default);
        Map(api, "/graphs/{graph_uuid}/instructions", "graph", "Instructions", InstructionKind.Custom, FindGraphAsync);
        Map(
            api, "/project/user-summary-instructions", "project", "UserSummaryInstructions", InstructionKind.UserSummary, static (_, _) => default);
        Map(api, "/users/{user_uuid}/summary-instructions", "user", "SummaryInstructions", InstructionKind.UserSummary, FindUserAsync);
    }

    private static void Map(
        RouteGroupBuilder api,
        string path,
        string owner,
        string name,
        InstructionKind kind,
        Func<HttpContext, IDirectoryClient, ValueTask<GraphTarget?>> find)
    {
        var purpose = kind == InstructionKind.Custom ? "for extraction" : "for summaries of users";
        api.MapGet(path, async (HttpContext http, IDirectoryClient directory, IInstructionClient instructions) =>
                await GetAsync(http, instructions, kind, await find(http, directory)))
            .DescribeRead(new ApiOperation(
                $"{owner}.get{name}", "Instructions", $"Instructions {purpose}. They are kept for models; extraction by rules makes no use of them.", typeof(InstructionsObject))
            {
                Errors = [404],
            });
        api.MapPut(path, (HttpContext http, WriteCalls calls, IDirectoryClient directory, IInstructionClient instructions) =>
                calls.RecordAsync(http, async (body, _) =>
                {
                    var set = InstructionsBody.Parse(body.Span);
                    var scope = await find(http, directory) is { } target ? OntologyScope.Of(target) : OntologyScope.Project;
                    await instructions.SetInstructionsAsync(http.Project(), kind, scope, set, http.RequestAborted);
                    return Stored.Json(new InstructionsObject(set, Inherited: false), V4Json.Default.InstructionsObject);
                }))
            .DescribeWrite(
                new ApiOperation(
                    $"{owner}.set{name}", "Instructions", $"Replaces the instructions {purpose}; without any, those of the project apply.", typeof(InstructionsObject))
                {
                    Request = InstructionsBody.Table,
                },
                path);
    }

    private static async Task GetAsync(HttpContext http, IInstructionClient instructions, InstructionKind kind, GraphTarget? target)
    {
        var own = await instructions.ListInstructionsAsync(http.Project(), kind, target, http.RequestAborted);
        var inherited = own.Count == 0 && target is not null;
        var found = inherited ? await instructions.ListInstructionsAsync(http.Project(), kind, null, http.RequestAborted) : own;
        await http.WriteAsync(new InstructionsObject(found, inherited), V4Json.Default.InstructionsObject);
    }

    private static async ValueTask<GraphTarget?> FindGraphAsync(HttpContext http, IDirectoryClient directory) =>
        (await http.RouteGraphAsync(directory)).Target();

    private static async ValueTask<GraphTarget?> FindUserAsync(HttpContext http, IDirectoryClient directory) =>
        (await http.RouteUserAsync(directory)).Target();
}
