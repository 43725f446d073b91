using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Graphs;

/// <summary>Summaries and observations: nothing here makes any, so the lists are empty and no single one is found.</summary>
internal static class SummaryEndpoints
{
    private const string Tag = "Summaries";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/graphs/{graph_uuid}/observations/list", ListAsync).DescribeRead(List("graph.listObservations", "observations"));
        api.MapPost("/graphs/{graph_uuid}/thread-summaries/list", ListAsync).DescribeRead(List("graph.listThreadSummaries", "thread summaries"));
        api.MapPost("/graphs/{graph_uuid}/document-summaries/list", ListAsync).DescribeRead(List("graph.listDocumentSummaries", "document summaries"));
        api.MapGet("/threads/{thread_uuid}/summary", GetAsync)
            .DescribeRead(new("thread.getSummary", Tag, "The summary of a thread: 404, since none exists.", typeof(MissingObject)) { Errors = [404] });
    }

    private static ApiOperation List(string id, string what) => new(id, Tag, $"Lists {what}: there are none.", typeof(Page<MissingObject>))
    {
        Request = PageBody.Table,
        BodyOptional = true,
        Parameters = [PageParameters.Size(), PageParameters.Cursor],
        Errors = [404],
    };

    private static Task ListAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory) =>
        calls.ReadAsync(http, async body =>
        {
            PageRequest.From(http, body: PageBody.Parse(body.Span));
            await http.RouteGraphAsync(directory);
            await http.WriteAsync(new Page<MissingObject>([], null), V4Json.Default.PageMissingObject);
        });

    private static async Task GetAsync(HttpContext http, IDirectoryClient directory)
    {
        var thread = await http.RouteThreadAsync(directory);
        throw BatchServiceException.NotFound("summary of thread", thread.Uuid.ToString());
    }
}
