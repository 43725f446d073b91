using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Orleans.Batch.Formats.Bodies;

namespace Orleans.Batch.Gateway.Threads;

/// <summary>Threads and their messages.</summary>
internal static class ThreadEndpoints
{
    private const string ThreadId = "thread_id";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/threads", CreateAsync).Describe(ThreadOperations.Create);
        api.MapGet("/threads", ListAsync).Describe(ThreadOperations.List);
        api.MapDelete("/threads/{thread_id}", DeleteAsync).Describe(ThreadOperations.Delete);
        api.MapGet("/threads/{thread_id}/messages", GetMessagesAsync).Describe(ThreadOperations.GetMessages);
        api.MapGet("/threads/{thread_id}/episodes", GetEpisodesAsync).Describe(ThreadOperations.GetEpisodes);
        api.MapGet("/threads/{thread_id}/summary", GetSummaryAsync).Describe(ThreadOperations.GetSummary);
        api.MapPost("/threads/{thread_id}/summary", SummarizeAsync).Describe(ThreadOperations.Summarize);
        api.MapGet("/threads/{thread_id}/context", GetContextAsync).Describe(ThreadOperations.GetContext);
    }

    private static async Task CreateAsync(
        HttpContext http, IThreadClient threads, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var (threadId, userId) = ThreadBody.Parse(body.Span);
        var thread = await threads.CreateThreadAsync(http.Project(), threadId, userId, http.RequestAborted);
        await http.WriteAsync(thread, WireJson.Default.MemoryThread, StatusCodes.Status201Created);
    }

    private static async Task ListAsync(HttpContext http, IThreadClient threads)
    {
        var defaults = new IdQuery();
        var query = new IdQuery(
            Paging.Limit(http, "page_number", Limits.PageNumber) ?? defaults.PageNumber,
            Paging.Limit(http, "page_size", Limits.PerPage) ?? defaults.PageSize,
            Paging.After(http))
        {
            Order = OrderOf(Paging.Word<ThreadOrder>(http, "order_by")) ?? defaults.Order,
            Ascending = Paging.Boolean(http, "asc") ?? defaults.Ascending,
        };
        var page = await threads.ListThreadsAsync(http.Project(), query, http.RequestAborted);
        await http.WriteAsync(
            new ThreadsResponse(
                page.Threads,
                page.Threads.Count,
                page.TotalCount,
                Paging.NextAfter(query.After, page.Threads, query.PageSize, t => t.ThreadId)),
            WireJson.Default.ThreadsResponse);
    }

    // Nothing about a thread changes after its creation.
    private static IdOrder? OrderOf(ThreadOrder? order) => order switch
    {
        ThreadOrder.ThreadId => IdOrder.Id,
        ThreadOrder.UserId => IdOrder.UserId,
        ThreadOrder.CreatedAt or ThreadOrder.UpdatedAt => IdOrder.CreatedAt,
        _ => null,
    };

    private static async Task DeleteAsync(HttpContext http, IThreadClient threads)
    {
        var threadId = http.RouteId(ThreadId);
        await threads.DeleteThreadAsync(http.Project(), threadId, http.RequestAborted);
        await http.WriteMessageAsync($"Thread {threadId} successfully deleted.");
    }

    private static async Task GetMessagesAsync(HttpContext http, IThreadClient threads)
    {
        var query = new MessageQuery(Paging.Limit(http), Paging.Cursor(http) ?? 0, Paging.Limit(http, "lastn", Limits.PerPage));
        var found = await threads.GetMessagesAsync(http.Project(), http.RouteId(ThreadId), query, http.RequestAborted);
        var messages = new ThreadMessageResponse[found.Messages.Count];
        for (var i = 0; i < messages.Length; i++)
        {
            messages[i] = ThreadMessageResponse.From(found.Messages[i]);
        }

        await http.WriteAsync(
            new MessagesResponse(
                messages, messages.Length, found.TotalCount, found.Thread.CreatedAt, found.Thread.UserId, found.Thread.UserUuid),
            WireJson.Default.MessagesResponse);
    }

    private static async Task GetEpisodesAsync(HttpContext http, IThreadClient threads)
    {
        var last = new MessageQuery(Last: Limits.PerPage);
        var found = await threads.GetMessagesAsync(http.Project(), http.RouteId(ThreadId), last, http.RequestAborted);
        http.SetTruncated(found.TotalCount > found.Messages.Count);
        await http.WriteAsync(new EpisodesResponse(EpisodeResponse.OfAll(found.Messages)), WireJson.Default.EpisodesResponse);
    }

    private static async Task GetSummaryAsync(HttpContext http, IThreadClient threads)
    {
        var found = await threads.GetSummaryAsync(http.Project(), http.RouteId(ThreadId), http.RequestAborted);
        await http.WriteAsync(ThreadSummaryResponse.From(found), WireJson.Default.ThreadSummaryResponse);
    }

    private static async Task SummarizeAsync(HttpContext http, IThreadClient threads)
    {
        var threadId = http.RouteId(ThreadId);
        var task = await threads.SummarizeAsync(http.Project(), threadId, Guid.CreateVersion7(), http.RequestAborted);
        await http.WriteAsync(
            new SummaryTaskResponse(threadId, task), WireJson.Default.SummaryTaskResponse, StatusCodes.Status202Accepted);
    }

    private static async Task GetContextAsync(HttpContext http, ISearchClient searches)
    {
        var template = Paging.Text(http, "template_id", Limits.IdLength) is { Length: > 0 } id ? id : null;
        var context = await searches.GetContextAsync(http.Project(), http.RouteId(ThreadId), template, http.RequestAborted);
        await http.WriteAsync(new ContextResponse(context), WireJson.Default.ContextResponse);
    }
}
