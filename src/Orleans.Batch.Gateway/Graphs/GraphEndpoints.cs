using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway;

/// <summary>Standalone graphs. Literal segments win over <c>{graph_id}</c> in routing.</summary>
internal static class GraphEndpoints
{
    private const string GraphId = "graph_id";
    private const int MaxPageSize = 100;
    private const int MaxSearch = 200;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/graph/create", CreateAsync).Describe(GraphOperations.Create);
        api.MapGet("/graph/list-all", ListAsync).Describe(GraphOperations.List);
        api.MapGet("/graph/{graph_id}", GetAsync).Describe(GraphOperations.Get);
        api.MapPatch("/graph/{graph_id}", UpdateAsync).Describe(GraphOperations.Update);
        api.MapDelete("/graph/{graph_id}", DeleteAsync).Describe(GraphOperations.Delete);
    }

    private static async Task CreateAsync(
        HttpContext http, IMemoryClient memory, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var (graphId, fields) = GraphBody.ParseNew(body.Span);
        var graph = await memory.CreateGraphAsync(http.Project(), graphId, fields, http.RequestAborted);
        await http.WriteAsync(GraphResponse.From(graph), WireJson.Default.GraphResponse, StatusCodes.Status201Created);
    }

    private static async Task GetAsync(HttpContext http, IMemoryClient memory)
    {
        var graph = await memory.GetGraphAsync(http.Project(), http.RouteId(GraphId), http.RequestAborted);
        await http.WriteAsync(GraphResponse.From(graph), WireJson.Default.GraphResponse);
    }

    private static async Task UpdateAsync(
        HttpContext http, IMemoryClient memory, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        var graphId = http.RouteId(GraphId);
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var graph = await memory.UpdateGraphAsync(http.Project(), graphId, GraphBody.ParseChange(body.Span), http.RequestAborted);
        await http.WriteAsync(GraphResponse.From(graph), WireJson.Default.GraphResponse);
    }

    private static async Task DeleteAsync(HttpContext http, IMemoryClient memory)
    {
        var graphId = http.RouteId(GraphId);
        await memory.DeleteGraphAsync(http.Project(), graphId, http.RequestAborted);
        await http.WriteMessageAsync($"Graph {graphId} successfully deleted.");
    }

    // Unlike in other calls, the paging parameters of this call are in camel case.
    private static async Task ListAsync(HttpContext http, IMemoryClient memory)
    {
        var defaults = new GraphQuery();
        var query = new GraphQuery(
            Paging.Limit(http, "pageNumber", Paging.MaxPageNumber) ?? defaults.PageNumber,
            Paging.Limit(http, "pageSize", MaxPageSize) ?? defaults.PageSize,
            Paging.Text(http, "search", MaxSearch) is { Length: > 0 } search ? search : null,
            Paging.Word<GraphOrder>(http, "order_by") ?? defaults.Order,
            Paging.Boolean(http, "asc") ?? defaults.Ascending,
            Paging.After(http));
        var page = await memory.ListGraphsAsync(http.Project(), query, http.RequestAborted);
        var graphs = new GraphResponse[page.Graphs.Count];
        for (var i = 0; i < graphs.Length; i++)
        {
            graphs[i] = GraphResponse.From(page.Graphs[i]);
        }

        await http.WriteAsync(
            new GraphsResponse(
                graphs,
                query.PageNumber,
                query.PageSize,
                graphs.Length,
                page.TotalCount,
                Paging.NextAfter(query.After, graphs, query.PageSize, g => g.GraphId)),
            WireJson.Default.GraphsResponse);
    }
}
