using Microsoft.AspNetCore.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>Answers the calls that delete with a task.</summary>
internal static class Deletions
{
    /// <summary>Deletes a user, thread or standalone graph: 202 with the task.</summary>
    public static Task RunAsync(HttpContext http, WriteCalls calls, ITaskClient tasks, Guid uuid, AddressKind kind) =>
        calls.RecordAsync(http, async (_, identity) =>
        {
            var task = await tasks.DeleteAsync(http.Project(), uuid, kind, identity, http.RequestAborted);
            return Answer(task);
        });

    /// <summary>Deletes an episode, node or edge of the graph in the path: 202 with the task, which has ended.</summary>
    public static Task OfContentAsync(HttpContext http, WriteCalls calls, ITaskClient tasks, ContentKind kind, string name)
    {
        var (graph, uuid) = (http.RouteUuid("graph_uuid"), http.RouteUuid(name));
        return calls.RecordAsync(http, async (_, identity) =>
            Answer(await tasks.DeleteContentAsync(http.Project(), graph, uuid, kind, identity, http.RequestAborted)));
    }

    /// <summary>The answer: 202 with the task.</summary>
    public static StoredResponse Answer(IngestTask task) =>
        Stored.Json(new TaskAnswer(TaskObject.From(task)), V4Json.Default.TaskAnswer, StatusCodes.Status202Accepted);
}
