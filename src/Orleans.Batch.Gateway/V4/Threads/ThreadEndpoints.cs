using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Threads;

/// <summary>Threads, without their messages.</summary>
internal static class ThreadEndpoints
{
    private const string One = "/threads/{thread_uuid}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/threads", CreateAsync).DescribeWrite(ThreadOperations.Create, One);
        api.MapGet("/threads", ListAsync).DescribeRead(ThreadOperations.List);
        api.MapGet(One, GetAsync).DescribeRead(ThreadOperations.Get);
        api.MapDelete(One, DeleteAsync).DescribeWrite(ThreadOperations.Delete, One);
        api.MapGet(One + "/context", GetContextAsync).DescribeRead(ThreadOperations.GetContext);
    }

    private static Task CreateAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory) =>
        calls.RecordAsync(http, async (body, identity) =>
        {
            var user = ThreadBody.Parse(body.Span);
            var thread = await directory.CreateThreadAsync(http.Project(), identity, user, http.RequestAborted);
            var described = await ThreadGraphs.DescribeAsync(http, directory, [thread]);
            return Stored.Json(described[0], V4Json.Default.ThreadObject, StatusCodes.Status201Created);
        });

    private static async Task ListAsync(HttpContext http, IDirectoryClient directory)
    {
        var page = PageRequest.From(http);
        var query = Sorting.Query(
            http, page, ("created_at", SortKey.CreatedAt), ("updated_at", SortKey.UpdatedAt), ("uuid", SortKey.Uuid));
        var found = await directory.ListThreadsAsync(
            http.Project(), query with { UserUuid = http.QueryUuid("user_uuid") }, http.RequestAborted);
        await http.WriteAsync(
            new Page<ThreadObject>(await ThreadGraphs.DescribeAsync(http, directory, found.Items), page.Next(found.NextCursor)),
            V4Json.Default.PageThreadObject);
    }

    private static async Task GetAsync(HttpContext http, IDirectoryClient directory)
    {
        var thread = await directory.GetThreadAsync(http.Project(), http.RouteUuid("thread_uuid"), http.RequestAborted);
        var described = await ThreadGraphs.DescribeAsync(http, directory, [thread]);
        await http.WriteAsync(described[0], V4Json.Default.ThreadObject);
    }

    private static Task DeleteAsync(HttpContext http, WriteCalls calls, ITaskClient tasks) =>
        Deletions.RunAsync(http, calls, tasks, http.RouteUuid("thread_uuid"), AddressKind.Thread);

    private static async Task GetContextAsync(HttpContext http, IDirectoryClient directory, ISearchClient searches)
    {
        var template = http.QueryUuid("template_uuid")?.ToString();
        var thread = await http.RouteThreadAsync(directory);
        var context = await searches.GetContextAsync(http.Project(), thread.Id, template, http.RequestAborted);
        await http.WriteAsync(new ContextObject(context), V4Json.Default.ContextObject);
    }
}
