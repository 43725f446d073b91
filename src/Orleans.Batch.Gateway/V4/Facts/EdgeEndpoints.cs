using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Facts;

/// <summary>The edges of a graph.</summary>
internal static class EdgeEndpoints
{
    private const string Tag = "Edges";
    private const string One = "/graphs/{graph_uuid}/edges/{edge_uuid}";

    private static readonly ApiOperation List = new("graph.edge.list", Tag, "Lists the edges of a graph.", typeof(Page<EdgeObject>))
    {
        Request = FactListBody.Table,
        BodyOptional = true,
        Parameters = [PageParameters.Size(), PageParameters.Cursor, PageParameters.OrderBy("uuid", "created_at", "valid_at"), PageParameters.Order],
        Errors = [404],
    };

    private static readonly ApiOperation Get = new("graph.edge.get", Tag, "One edge.", typeof(EdgeObject)) { Errors = [404] };

    private static readonly ApiOperation Delete =
        new("graph.edge.delete", Tag, "Deletes an edge with its repetitions; episodes and nodes stay.", typeof(TaskAnswer)) { Status = 202 };

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/graphs/{graph_uuid}/edges/list", ListAsync).DescribeRead(List);
        api.MapGet(One, GetAsync).DescribeRead(Get);
        api.MapDelete(One, DeleteAsync).DescribeWrite(Delete, One);
    }

    private static Task ListAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, IEdgeClient edges) =>
        calls.ReadAsync(http, async body =>
        {
            var (page, query) = FactLists.Read(http, body.Span);
            var graph = await http.RouteGraphAsync(directory);
            var found = await edges.ListEdgesAsync(http.Project(), graph.Target(), query, http.RequestAborted);
            await http.WriteAsync(
                new Page<EdgeObject>(EdgeObject.OfAll(found.Edges, graph.GraphUuid), page.Next(found.NextCursor)), V4Json.Default.PageEdgeObject);
        });

    private static async Task GetAsync(HttpContext http, IDirectoryClient directory, IEdgeClient edges)
    {
        var (graph, uuid) = await http.RouteContentAsync(directory, ContentKind.Edge, "edge_uuid");
        var edge = await edges.GetEdgeAsync(http.Project(), uuid, http.RequestAborted);
        await http.WriteAsync(EdgeObject.From(edge, graph.GraphUuid), V4Json.Default.EdgeObject);
    }

    private static Task DeleteAsync(HttpContext http, WriteCalls calls, ITaskClient tasks) =>
        Deletions.OfContentAsync(http, calls, tasks, ContentKind.Edge, "edge_uuid");
}
