using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Search;

/// <summary>The context of a graph.</summary>
internal static class ContextEndpoints
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/graphs/{graph_uuid}/context", GetAsync).DescribeRead(SearchOperations.Context);

    private static Task GetAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, ISearchClient searches) =>
        calls.ReadAsync(http, async body =>
        {
            var search = ContextBody.Parse(body.Span);
            var graph = await http.RouteGraphAsync(directory);
            var found = await searches.SearchAsync(http.Project(), graph.Target(), search, http.RequestAborted);
            var results = search.ReturnRawResults
                ? new ContextResults(
                    EdgeObject.OfAll(found.Edges ?? [], graph.GraphUuid), NodeObject.OfAll(found.Nodes ?? [], graph.GraphUuid), [], [], [])
                : null;
            await http.WriteAsync(
                new GraphContextObject(found.Context!, found.Truncated, results), V4Json.Default.GraphContextObject);
        });
}
