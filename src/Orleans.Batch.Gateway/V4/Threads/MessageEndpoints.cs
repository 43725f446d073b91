using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Threads;

/// <summary>The messages of a thread.</summary>
internal static class MessageEndpoints
{
    private const string Path = "/threads/{thread_uuid}/messages";

    private enum Order
    {
        CreatedAt,
    }

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost(Path, AddAsync).DescribeWrite(ThreadOperations.AddMessages, Path).WithMetadata(RetryWhileUnavailable.Instance);
        api.MapGet(Path, ListAsync).DescribeRead(ThreadOperations.ListMessages);
        api.MapGet(Path + "/{message_uuid}", GetAsync).DescribeRead(ThreadOperations.GetMessage);
    }

    private static Task AddAsync(
        HttpContext http, WriteCalls calls, IDirectoryClient directory, IRealtimeClient realtime, ISearchClient searches) =>
        calls.RunAsync(http, async (body, key) =>
        {
            var call = AddMessagesBody.Parse(body.Span);
            var thread = await http.RouteThreadAsync(directory);
            var accepted = IdempotentCall.Answer(http, await realtime.AddMessagesAsync(
                http.Project(), thread.Id, call.Messages, call.IgnoreRoles, key, http.RequestAborted));
            var task = await realtime.GetTaskAsync(http.Project(), accepted.TaskId, http.RequestAborted);

            // The messages are durable: the answer must confirm them even when the context fails.
            var context = call.ReturnContext ? await ContextAsync(http, searches, thread.Id) : null;
            await http.WriteAsync(
                new AddedMessagesObject(Describe(call.Messages, accepted.MessageUuids, thread, task), TaskObject.From(task), context),
                V4Json.Default.AddedMessagesObject,
                StatusCodes.Status202Accepted);
        });

    private static async Task ListAsync(HttpContext http, IDirectoryClient directory, IThreadClient threads)
    {
        Paging.Word<Order>(http, "order_by");
        var thread = await http.RouteThreadAsync(directory);
        var page = PageRequest.From(http);
        var found = await MessagePages.ReadAsync(http, threads, thread.Id, page, Sorting.IsDescending(http));
        await http.WriteAsync(
            new Page<MessageObject>(
                [.. found.Messages.Select(m => MessageObject.From(m, thread.Uuid))], page.Next(found.Next), found.TotalCount),
            V4Json.Default.PageMessageObject);
    }

    private static async Task GetAsync(HttpContext http, IDirectoryClient directory, IEpisodeClient episodes)
    {
        var uuid = http.RouteUuid("message_uuid");
        var thread = await http.RouteThreadAsync(directory);
        var message = await http.RequireMessageAsync(episodes, thread, uuid);
        await http.WriteAsync(MessageObject.From(message, thread.Uuid), V4Json.Default.MessageObject);
    }

    private static MessageObject[] Describe(
        IReadOnlyList<NewMessage> messages, IReadOnlyList<Guid> uuids, ObjectAddress thread, IngestTask task) =>
    [
        .. messages.Zip(uuids, (m, uuid) => new MessageObject(
            uuid, thread.Uuid, m.Role, m.Name, m.Content, m.Metadata, Processed: false, task.CreatedAt, m.CreatedAt ?? task.CreatedAt)),
    ];

    private static async Task<string?> ContextAsync(HttpContext http, ISearchClient searches, string thread)
    {
        try
        {
            return await searches.GetContextAsync(http.Project(), thread, templateId: null, http.RequestAborted);
        }
        catch (BatchServiceException)
        {
            return null;
        }
    }
}
