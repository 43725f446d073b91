using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Graphs;

/// <summary>Edges by graph, by user and by identity.</summary>
internal static class EdgeEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/graph/edge/graph/{graph_id}", ListOfGraphAsync).Describe(EdgeOperations.List("graph", "graph"));
        api.MapPost("/graph/edge/user/{user_id}", ListOfUserAsync).Describe(EdgeOperations.List("user", "user's graph"));
        api.MapGet("/graph/edge/{uuid}", GetAsync).Describe(EdgeOperations.Get);
        api.MapDelete("/graph/edge/{uuid}", DeleteAsync).Describe(EdgeOperations.Delete);
    }

    private static Task ListOfGraphAsync(
        HttpContext http, IEdgeClient edges, RequestBodies bodies, IOptions<BatchGatewayOptions> options) =>
        ListAsync(http, edges, bodies, options.Value, GraphTarget.ForGraph(http.RouteId("graph_id")));

    private static Task ListOfUserAsync(
        HttpContext http, IEdgeClient edges, RequestBodies bodies, IOptions<BatchGatewayOptions> options) =>
        ListAsync(http, edges, bodies, options.Value, GraphTarget.ForUser(http.RouteId("user_id")));

    private static async Task ListAsync(
        HttpContext http, IEdgeClient edges, RequestBodies bodies, BatchGatewayOptions options, GraphTarget target)
    {
        using var body = await bodies.ReadAsync(http, options.MaxBodyBytes);
        var page = await edges.ListEdgesAsync(http.Project(), target, GraphListBody.Parse(body.Span), http.RequestAborted);
        http.SetNextCursor(page.NextCursor);
        await http.WriteAsync(EdgeResponse.OfAll(page.Edges), WireJson.Default.EdgeResponseArray);
    }

    private static async Task GetAsync(HttpContext http, IEdgeClient edges)
    {
        var edge = await edges.GetEdgeAsync(http.Project(), http.RouteGuid("uuid"), http.RequestAborted);
        await http.WriteAsync(EdgeResponse.From(edge), WireJson.Default.EdgeResponse);
    }

    private static async Task DeleteAsync(HttpContext http, IEdgeClient edges)
    {
        var uuid = http.RouteGuid("uuid");
        await edges.DeleteEdgeAsync(http.Project(), uuid, http.RequestAborted);
        await http.WriteMessageAsync($"Edge {uuid} successfully deleted.");
    }
}
