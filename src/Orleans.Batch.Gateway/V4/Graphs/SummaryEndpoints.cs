using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Graphs;

/// <summary>Summaries of threads, one by one; nothing here makes those of documents, nor observations, so their lists are empty.</summary>
internal static class SummaryEndpoints
{
    private const string Tag = "Summaries";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/graphs/{graph_uuid}/observations/list", ListNothingAsync)
            .DescribeRead(List<MissingObject>("graph.listObservations", "Lists observations: there are none."));
        api.MapPost("/graphs/{graph_uuid}/thread-summaries/list", ListAsync)
            .DescribeRead(List<ThreadSummaryObject>("graph.listThreadSummaries", "Lists the summaries of threads that were asked for."));
        api.MapPost("/graphs/{graph_uuid}/document-summaries/list", ListNothingAsync)
            .DescribeRead(List<MissingObject>("graph.listDocumentSummaries", "Lists document summaries: there are none."));
        api.MapGet("/threads/{thread_uuid}/summary", GetAsync)
            .DescribeRead(new("thread.getSummary", Tag, "The summary of a thread; 404 as long as none was asked for.", typeof(ThreadSummaryObject)) { Errors = [404] });
    }

    private static ApiOperation List<T>(string id, string summary) => new(id, Tag, summary, typeof(Page<T>))
    {
        Request = PageBody.Table,
        BodyOptional = true,
        Parameters = [PageParameters.Size(), PageParameters.Cursor],
        Errors = [404],
    };

    private static Task ListAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, IThreadClient threads) =>
        calls.ReadAsync(http, async body =>
        {
            var page = PageRequest.From(http, body: PageBody.Parse(body.Span));
            var after = page.Position is { } position ? FindPosition(position) : (Guid?)null;
            var graph = await http.RouteGraphAsync(directory);
            var found = await threads.ListSummariesAsync(http.Project(), graph.Target(), after, page.Size, http.RequestAborted);
            await http.WriteAsync(
                new Page<ThreadSummaryObject>(
                    [.. found.Select(ThreadSummaryObject.Find).OfType<ThreadSummaryObject>()],
                    found.Count < page.Size ? null : page.Next(found[^1].Thread.Uuid.ToString())),
                V4Json.Default.PageThreadSummaryObject);
        });

    private static Guid FindPosition(string position) => Guid.TryParse(position, out var uuid) ? uuid : throw PageCursor.Refuse();

    private static Task ListNothingAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory) =>
        calls.ReadAsync(http, async body =>
        {
            PageRequest.From(http, body: PageBody.Parse(body.Span));
            await http.RouteGraphAsync(directory);
            await http.WriteAsync(new Page<MissingObject>([], null), V4Json.Default.PageMissingObject);
        });

    private static async Task GetAsync(HttpContext http, IDirectoryClient directory, IThreadClient threads)
    {
        var thread = await http.RouteThreadAsync(directory);
        var found = ThreadSummaryObject.Find(await threads.GetSummaryAsync(http.Project(), thread.Id, http.RequestAborted));
        await http.WriteAsync(
            found ?? throw BatchServiceException.NotFound("summary of thread", thread.Uuid.ToString()), V4Json.Default.ThreadSummaryObject);
    }
}
