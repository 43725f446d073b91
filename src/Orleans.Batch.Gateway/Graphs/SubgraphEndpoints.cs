using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Graphs;

/// <summary>Parts and copies of graphs, and calls that prepare a graph for reading.</summary>
internal static class SubgraphEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/graph/subgraph", GetAsync).Describe(SubgraphOperations.Get);
        api.MapPost("/graph/clone", CloneAsync).Describe(SubgraphOperations.Clone);
        api.MapGet("/graph/{graph_id}/warm", WarmGraphAsync).Describe(SubgraphOperations.Warm("Graph", "graph"));
        api.MapGet("/users/{user_id}/warm", WarmUserAsync).Describe(SubgraphOperations.Warm("User", "user's graph"));
    }

    private static async Task GetAsync(
        HttpContext http, ISubgraphClient subgraphs, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var (target, query) = SubgraphBody.Parse(body.Span);
        var found = await subgraphs.GetSubgraphAsync(http.Project(), target, query, http.RequestAborted);
        await http.WriteAsync(SubgraphResponse.From(found), WireJson.Default.SubgraphResponse);
    }

    private static async Task CloneAsync(
        HttpContext http, ISubgraphClient subgraphs, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var (source, target) = CloneBody.Parse(body.Span);
        var task = await subgraphs.CloneGraphAsync(http.Project(), source, target, http.RequestAborted);
        await http.WriteAsync(
            new CloneResponse(target.GraphId, target.UserId, task), WireJson.Default.CloneResponse, StatusCodes.Status202Accepted);
    }

    // Nothing has to be loaded: the call says whether the graph exists.
    private static async Task WarmGraphAsync(HttpContext http, IGraphClient graphs)
    {
        await graphs.GetGraphAsync(http.Project(), http.RouteId("graph_id"), http.RequestAborted);
        await http.WriteMessageAsync("The graph is ready.");
    }

    private static async Task WarmUserAsync(HttpContext http, IUserClient users)
    {
        await users.GetUserAsync(http.Project(), http.RouteId("user_id"), http.RequestAborted);
        await http.WriteMessageAsync("The user's graph is ready.");
    }
}
