using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Graphs;

/// <summary>Nodes by graph, by user and by identity, and the surroundings of one.</summary>
internal static class NodeEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/graph/node/graph/{graph_id}", ListOfGraphAsync).Describe(NodeOperations.List("graph", "graph"));
        api.MapPost("/graph/node/user/{user_id}", ListOfUserAsync).Describe(NodeOperations.List("user", "user's graph"));
        api.MapGet("/graph/node/{uuid}", GetAsync).Describe(NodeOperations.Get);
        api.MapDelete("/graph/node/{uuid}", DeleteAsync).Describe(NodeOperations.Delete);
        api.MapGet("/graph/node/{uuid}/entity-edges", EdgesAsync).Describe(NodeOperations.Edges);
        api.MapGet("/graph/node/{uuid}/episodes", EpisodesAsync).Describe(NodeOperations.Episodes);
        api.MapPost("/graph/node/{uuid}/neighbors", NeighborsAsync).Describe(NodeOperations.Neighbors);
        api.MapGet("/graph/node/{uuid}/aliases", AliasesAsync).Describe(NodeOperations.Aliases);
        api.MapDelete("/graph/node/{uuid}/aliases/{alias_uuid}", RemoveAliasAsync).Describe(NodeOperations.RemoveAlias);
    }

    private static Task ListOfGraphAsync(
        HttpContext http, INodeClient nodes, RequestBodies bodies, IOptions<BatchGatewayOptions> options) =>
        ListAsync(http, nodes, bodies, options.Value, GraphTarget.ForGraph(http.RouteId("graph_id")));

    private static Task ListOfUserAsync(
        HttpContext http, INodeClient nodes, RequestBodies bodies, IOptions<BatchGatewayOptions> options) =>
        ListAsync(http, nodes, bodies, options.Value, GraphTarget.ForUser(http.RouteId("user_id")));

    private static async Task ListAsync(
        HttpContext http, INodeClient nodes, RequestBodies bodies, BatchGatewayOptions options, GraphTarget target)
    {
        using var body = await bodies.ReadAsync(http, options.MaxBodyBytes);
        var page = await nodes.ListNodesAsync(http.Project(), target, GraphListBody.Parse(body.Span), http.RequestAborted);
        http.SetNextCursor(page.NextCursor);
        await http.WriteAsync(NodeResponse.OfAll(page.Nodes), WireJson.Default.NodeResponseArray);
    }

    private static async Task GetAsync(HttpContext http, INodeClient nodes)
    {
        var node = await nodes.GetNodeAsync(http.Project(), http.RouteGuid("uuid"), http.RequestAborted);
        await http.WriteAsync(NodeResponse.From(node), WireJson.Default.NodeResponse);
    }

    private static async Task DeleteAsync(HttpContext http, INodeClient nodes)
    {
        var uuid = http.RouteGuid("uuid");
        await nodes.DeleteNodeAsync(http.Project(), uuid, http.RequestAborted);
        await http.WriteMessageAsync($"Node {uuid} successfully deleted.");
    }

    private static async Task EdgesAsync(HttpContext http, INodeClient nodes)
    {
        var found = await nodes.GetNodeEdgesAsync(http.Project(), http.RouteGuid("uuid"), http.RequestAborted);
        http.SetTruncated(found.Truncated);
        await http.WriteAsync(EdgeResponse.OfAll(found.Edges), WireJson.Default.EdgeResponseArray);
    }

    private static async Task EpisodesAsync(HttpContext http, INodeClient nodes)
    {
        var found = await nodes.GetNodeEpisodesAsync(http.Project(), http.RouteGuid("uuid"), http.RequestAborted);
        http.SetTruncated(found.Truncated);
        await http.WriteAsync(new EpisodesResponse(EpisodeResponse.OfAll(found.Episodes)), WireJson.Default.EpisodesResponse);
    }

    private static async Task AliasesAsync(HttpContext http, INodeClient nodes)
    {
        var found = await nodes.ListAliasesAsync(http.Project(), http.RouteGuid("uuid"), http.RequestAborted);
        await http.WriteAsync(
            new AliasesResponse([.. found.Select(a => new AliasResponse(a.Uuid, a.Name, a.CreatedAt))]), WireJson.Default.AliasesResponse);
    }

    private static async Task RemoveAliasAsync(HttpContext http, INodeClient nodes)
    {
        var alias = http.RouteGuid("alias_uuid");
        await nodes.RemoveAliasAsync(http.Project(), http.RouteGuid("uuid"), alias, http.RequestAborted);
        await http.WriteMessageAsync($"Alias {alias} taken back. Extract its episodes again to move their facts.");
    }

    private static async Task NeighborsAsync(
        HttpContext http, INodeClient nodes, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var page = await nodes.ListNeighborsAsync(
            http.Project(), http.RouteGuid("uuid"), NeighborListBody.Parse(body.Span), http.RequestAborted);
        http.SetNextCursor(page.NextCursor);
        await http.WriteAsync(
            [.. page.Neighbors.Select(n => new NeighborResponse(NodeResponse.From(n.Node), EdgeResponse.OfAll(n.Edges)))],
            WireJson.Default.NeighborResponseArray);
    }
}
