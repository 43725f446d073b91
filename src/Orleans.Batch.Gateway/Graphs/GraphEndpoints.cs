using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Orleans.Batch.Formats.Bodies;

namespace Orleans.Batch.Gateway.Graphs;

/// <summary>Standalone graphs. Literal segments win over <c>{graph_id}</c> in routing.</summary>
internal static class GraphEndpoints
{
    private const string GraphId = "graph_id";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/graph/create", CreateAsync).Describe(GraphOperations.Create);
        api.MapGet("/graph/list-all", ListAsync).Describe(GraphOperations.List);
        api.MapGet("/graph/{graph_id}", GetAsync).Describe(GraphOperations.Get);
        api.MapPatch("/graph/{graph_id}", UpdateAsync).Describe(GraphOperations.Update);
        api.MapDelete("/graph/{graph_id}", DeleteAsync).Describe(GraphOperations.Delete);
    }

    private static async Task CreateAsync(
        HttpContext http, IGraphClient graphs, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var (graphId, fields) = GraphBody.ParseNew(body.Span);
        var graph = await graphs.CreateGraphAsync(http.Project(), graphId, fields, http.RequestAborted);
        await http.WriteAsync(GraphResponse.From(graph), WireJson.Default.GraphResponse, StatusCodes.Status201Created);
    }

    private static async Task GetAsync(HttpContext http, IGraphClient graphs)
    {
        var graph = await graphs.GetGraphAsync(http.Project(), http.RouteId(GraphId), http.RequestAborted);
        await http.WriteAsync(GraphResponse.From(graph), WireJson.Default.GraphResponse);
    }

    private static async Task UpdateAsync(
        HttpContext http, IGraphClient graphs, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        var graphId = http.RouteId(GraphId);
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var graph = await graphs.UpdateGraphAsync(http.Project(), graphId, GraphBody.ParseChange(body.Span), http.RequestAborted);
        await http.WriteAsync(GraphResponse.From(graph), WireJson.Default.GraphResponse);
    }

    private static async Task DeleteAsync(HttpContext http, IGraphClient graphs)
    {
        var graphId = http.RouteId(GraphId);
        await graphs.DeleteGraphAsync(http.Project(), graphId, http.RequestAborted);
        await http.WriteMessageAsync($"Graph {graphId} successfully deleted.");
    }

    // Unlike in other calls, the paging parameters of this call are in camel case.
    private static async Task ListAsync(HttpContext http, IGraphClient graphs)
    {
        var defaults = new GraphQuery();
        var query = new GraphQuery(
            Paging.Limit(http, "pageNumber", Limits.PageNumber) ?? defaults.PageNumber,
            Paging.Limit(http, "pageSize", Limits.GraphsPerPage) ?? defaults.PageSize,
            Paging.Text(http, "search", Limits.ListSearchLength) is { Length: > 0 } search ? search : null,
            Paging.Word<GraphOrder>(http, "order_by") ?? defaults.Order,
            Paging.Boolean(http, "asc") ?? defaults.Ascending,
            Paging.After(http));
        var page = await graphs.ListGraphsAsync(http.Project(), query, http.RequestAborted);
        var found = new GraphResponse[page.Graphs.Count];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = GraphResponse.From(page.Graphs[i]);
        }

        await http.WriteAsync(
            new GraphsResponse(
                found,
                query.PageNumber,
                query.PageSize,
                found.Length,
                page.TotalCount,
                Paging.NextAfter(query.After, found, query.PageSize, g => g.GraphId)),
            WireJson.Default.GraphsResponse);
    }
}
