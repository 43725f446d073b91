using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Realtime;

/// <summary>Real-time additions to graphs, and their tasks.</summary>
internal static class RealtimeEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/graph", AddEpisodeAsync).Describe(RealtimeOperations.AddEpisode).WithMetadata(RetryWhileUnavailable.Instance);
        api.MapPost("/threads/{thread_id}/messages", AddMessagesAsync).Describe(RealtimeOperations.AddMessages).WithMetadata(RetryWhileUnavailable.Instance);
        api.MapGet("/tasks/{task_id}", GetTaskAsync).Describe(RealtimeOperations.GetTask);
    }

    private static async Task AddEpisodeAsync(
        HttpContext http,
        IRealtimeClient realtime,
        RequestBodies bodies,
        IdempotentCall idempotent,
        IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        await idempotent.RunAsync(http, "/graph", body, async key =>
        {
            var accepted = await realtime.AddEpisodeAsync(http.Project(), AddEpisodeBody.Parse(body.Span), key, http.RequestAborted);
            var (episode, task) = IdempotentCall.Answer(http, accepted);
            await http.WriteAsync(
                EpisodeResponse.From(episode) with { TaskId = task }, WireJson.Default.EpisodeResponse, StatusCodes.Status202Accepted);
        });
    }

    private static async Task AddMessagesAsync(
        HttpContext http,
        IRealtimeClient realtime,
        ISearchClient searches,
        RequestBodies bodies,
        IdempotentCall idempotent,
        IOptions<BatchGatewayOptions> options)
    {
        var thread = http.RouteId("thread_id");
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        await idempotent.RunAsync(http, $"/threads/{thread}/messages", body, async key =>
        {
            var call = AddMessagesBody.Parse(body.Span);
            var accepted = await realtime.AddMessagesAsync(
                http.Project(), thread, call.Messages, call.IgnoreRoles, key, http.RequestAborted);
            var (uuids, task) = IdempotentCall.Answer(http, accepted);

            // The messages are durable: the response must confirm them even when the context fails.
            var context = call.ReturnContext ? await ContextAsync(http, searches, thread) : null;
            await http.WriteAsync(new AddedMessagesResponse(uuids, task, context), WireJson.Default.AddedMessagesResponse);
        });
    }

    private static async Task<string?> ContextAsync(HttpContext http, ISearchClient searches, string thread)
    {
        try
        {
            return await searches.GetContextAsync(http.Project(), thread, null, http.RequestAborted);
        }
        catch (BatchServiceException)
        {
            return null;
        }
    }

    private static async Task GetTaskAsync(HttpContext http, IRealtimeClient realtime)
    {
        var task = await realtime.GetTaskAsync(http.Project(), http.RouteGuid("task_id"), http.RequestAborted);
        await http.WriteAsync(TaskResponse.From(task), WireJson.Default.TaskResponse);
    }
}
