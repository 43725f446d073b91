using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway;

/// <summary>What goes into graphs at once, and its tasks (contract §6.2 and §6.3).</summary>
internal static class RealtimeEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/graph", AddEpisodeAsync).Describe(RealtimeOperations.AddEpisode).WithMetadata(PatientCall.Instance);
        api.MapPost("/threads/{thread_id}/messages", AddMessagesAsync).Describe(RealtimeOperations.AddMessages).WithMetadata(PatientCall.Instance);
        api.MapGet("/tasks/{task_id}", GetTaskAsync).Describe(RealtimeOperations.GetTask);
    }

    private static async Task AddEpisodeAsync(
        HttpContext http, IRealtimeClient realtime, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var accepted = await realtime.AddEpisodeAsync(http.Project(), AddEpisodeBody.Parse(body.Span), http.RequestAborted);
        await http.WriteAsync(
            EpisodeAnswer.Of(accepted.Episode) with { TaskId = accepted.TaskId },
            WireJson.Default.EpisodeAnswer,
            StatusCodes.Status202Accepted);
    }

    private static async Task AddMessagesAsync(
        HttpContext http,
        IRealtimeClient realtime,
        IMemoryClient memory,
        RequestBodies bodies,
        IOptions<BatchGatewayOptions> options)
    {
        var thread = http.RouteId("thread_id");
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var call = AddMessagesBody.Parse(body.Span);
        var accepted = await realtime.AddMessagesAsync(
            http.Project(), thread, call.Messages, call.IgnoreRoles, http.RequestAborted);

        // The messages are durable: whatever becomes of the context, the answer must say that they are there.
        var context = call.ReturnContext ? await ContextAsync(http, memory, thread) : null;
        await http.WriteAsync(
            new AddedMessagesAnswer(accepted.MessageUuids, accepted.TaskId, context), WireJson.Default.AddedMessagesAnswer);
    }

    private static async Task<string?> ContextAsync(HttpContext http, IMemoryClient memory, string thread)
    {
        try
        {
            return await memory.GetContextAsync(http.Project(), thread, http.RequestAborted);
        }
        catch (BatchServiceException)
        {
            return null;
        }
    }

    private static async Task GetTaskAsync(HttpContext http, IRealtimeClient realtime)
    {
        var task = await realtime.GetTaskAsync(http.Project(), http.RouteGuid("task_id"), http.RequestAborted);
        await http.WriteAsync(TaskAnswer.Of(task), WireJson.Default.TaskAnswer);
    }
}
