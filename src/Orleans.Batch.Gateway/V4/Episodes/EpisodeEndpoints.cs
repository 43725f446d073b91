using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Episodes;

/// <summary>The episodes of a graph.</summary>
internal static class EpisodeEndpoints
{
    private const string All = "/graphs/{graph_uuid}/episodes";
    private const string One = All + "/{episode_uuid}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost(All, AddAsync).DescribeWrite(EpisodeOperations.Add, All).WithMetadata(RetryWhileUnavailable.Instance);
        api.MapPost(All + "/list", ListAsync).DescribeRead(EpisodeOperations.List);
        api.MapGet(One, GetAsync).DescribeRead(EpisodeOperations.Get);
        api.MapDelete(One, DeleteAsync).DescribeWrite(EpisodeOperations.Delete, One);
        api.MapGet("/graphs/{graph_uuid}/documents/{document_id}/episodes", OfDocumentAsync).DescribeRead(EpisodeOperations.OfDocument);
        api.MapGet("/threads/{thread_uuid}/episodes", OfThreadAsync).DescribeRead(EpisodeOperations.OfThread);
    }

    private static Task AddAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, IRealtimeClient realtime) =>
        calls.RunAsync(http, async (body, key) =>
        {
            var draft = EpisodeBody.Table.Parse(body.Span, default);
            var graph = await http.RouteGraphAsync(directory);
            var (episode, taskId) = IdempotentCall.Answer(
                http, await realtime.AddEpisodeAsync(http.Project(), EpisodeBody.From(draft, graph.Target()), key, http.RequestAborted));
            var task = await realtime.GetTaskAsync(http.Project(), taskId, http.RequestAborted);
            await http.WriteAsync(
                new AddedEpisodeObject(EpisodeObject.From(episode, graph.GraphUuid, EpisodeObjects.NoThreads), TaskObject.From(task)),
                V4Json.Default.AddedEpisodeObject,
                StatusCodes.Status202Accepted);
        });

    private static Task ListAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, IEpisodeClient episodes) =>
        calls.ReadAsync(http, async body =>
        {
            var draft = EpisodeListBody.Parse(body.Span);
            var page = PageRequest.From(http, PageLimits.Episodes, BodyScope.From(body.Span), draft.Page);
            var query = draft.Query with
            {
                Limit = page.Size,
                Cursor = page.Position,
                Order = Paging.Word<EpisodeOrder>(http, "order_by") ?? EpisodeOrder.Uuid,
                Descending = Sorting.IsDescending(http),
            };
            var graph = await http.RouteGraphAsync(directory);
            var found = await episodes.ListEpisodesAsync(http.Project(), graph.Target(), query, http.RequestAborted);
            var objects = await EpisodeObjects.FromAsync(http, directory, graph.GraphUuid, found.Episodes);
            await http.WriteAsync(new Page<EpisodeObject>(objects, page.Next(found.NextCursor)), V4Json.Default.PageEpisodeObject);
        });

    private static async Task GetAsync(HttpContext http, IDirectoryClient directory, IEpisodeClient episodes)
    {
        var (graph, uuid) = await http.RouteContentAsync(directory, ContentKind.Episode, "episode_uuid");
        var episode = await episodes.GetEpisodeAsync(http.Project(), uuid, http.RequestAborted);
        var objects = await EpisodeObjects.FromAsync(http, directory, graph.GraphUuid, [episode]);
        await http.WriteAsync(objects[0], V4Json.Default.EpisodeObject);
    }

    private static Task DeleteAsync(HttpContext http, WriteCalls calls, ITaskClient tasks) =>
        Deletions.OfContentAsync(http, calls, tasks, ContentKind.Episode, "episode_uuid");

    private static async Task OfDocumentAsync(HttpContext http, IDirectoryClient directory, IEpisodeClient episodes)
    {
        var page = PageRequest.From(http, PageLimits.Episodes);
        var graph = await http.RouteGraphAsync(directory);
        var found = await episodes.GetDocumentAsync(http.Project(), graph.Target(), http.RouteId("document_id"), http.RequestAborted);
        var objects = await EpisodeObjects.FromAsync(http, directory, graph.GraphUuid, found);
        await http.WriteAsync(ListPages.From(page, objects, static e => e), V4Json.Default.PageEpisodeObject);
    }

    private static async Task OfThreadAsync(HttpContext http, IDirectoryClient directory, IThreadClient threads)
    {
        var page = PageRequest.From(http);
        var thread = await http.RouteThreadAsync(directory);
        var from = page.Number ?? 0;
        var found = await threads.GetMessagesAsync(http.Project(), thread.Id, new MessageQuery(page.Size, from), http.RequestAborted);
        var objects = await EpisodeObjects.FromAsync(http, directory, thread.GraphUuid, found.Messages);
        var next = from + found.Messages.Count;
        await http.WriteAsync(
            new Page<EpisodeObject>(
                objects, page.Next(found.Messages.Count == page.Size && next < found.TotalCount ? (long?)next : null), found.TotalCount),
            V4Json.Default.PageEpisodeObject);
    }
}
