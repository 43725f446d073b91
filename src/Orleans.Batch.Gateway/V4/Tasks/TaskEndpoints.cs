using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Tasks;

/// <summary>The tasks of a project.</summary>
internal static class TaskEndpoints
{
    private const string Tag = "Tasks";
    private const string TaskUuid = "task_uuid";

    private static readonly ApiOperation List = new("task.list", Tag, "Lists tasks, newest first.", typeof(Page<TaskObject>))
    {
        Parameters =
        [
            PageParameters.Size(),
            PageParameters.Cursor,
            ApiParameter.Status<IngestTaskStatus>("Only tasks in this status."),
            new("type", "Only tasks of this type.", JsonSchemaType.String, Values: TaskTypes.All),
        ],
    };

    private static readonly ApiOperation Get =
        new("task.get", Tag, "One task. Finished tasks are kept thirty days.", typeof(TaskObject)) { Errors = [404] };

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/tasks", ListAsync).DescribeRead(List);
        api.MapGet("/tasks/{task_uuid}", GetAsync).DescribeRead(Get);
    }

    private static async Task ListAsync(HttpContext http, ITaskClient tasks)
    {
        var page = PageRequest.From(http);
        var query = new TaskQuery(page.Size, page.Position, Paging.Word<IngestTaskStatus>(http, "status"), TypeOf(http));
        var found = await tasks.ListTasksAsync(http.Project(), query, http.RequestAborted);
        await http.WriteAsync(
            new Page<TaskObject>([.. found.Tasks.Select(TaskObject.From)], page.Next(found.NextCursor)), V4Json.Default.PageTaskObject);
    }

    private static async Task GetAsync(HttpContext http, IRealtimeClient realtime)
    {
        var uuid = http.RouteUuid(TaskUuid);
        var task = await realtime.GetTaskAsync(http.Project(), uuid, http.RequestAborted);
        if (task is { Type: IngestTaskType.Batch, StartedAt: null })
        {
            throw BatchServiceException.NotFound("task", uuid.ToString()); // a draft is not a task
        }

        await http.WriteAsync(TaskObject.From(task), V4Json.Default.TaskObject);
    }

    private static IngestTaskType? TypeOf(HttpContext http)
    {
        if (Paging.Text(http, "type", Limits.NameLength) is not { Length: > 0 } name)
        {
            return null;
        }

        return TaskTypes.Find(name)
            ?? throw BatchServiceException.Invalid(ErrorCodes.UnknownValue, $"type must be one of {string.Join(", ", TaskTypes.All)}");
    }
}
