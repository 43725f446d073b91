using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Graphs;

/// <summary>Graphs: standard ones, and those of users where a call says so.</summary>
internal static class GraphEndpoints
{
    private const string One = "/graphs/{graph_uuid}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/graphs", CreateAsync).DescribeWrite(GraphOperations.Create, One);
        api.MapPost("/graphs/list", ListAsync).DescribeRead(GraphOperations.List);
        api.MapGet(One, GetAsync).DescribeRead(GraphOperations.Get);
        api.MapPatch(One, UpdateAsync).DescribeWrite(GraphOperations.Update, One);
        api.MapDelete(One, DeleteAsync).DescribeWrite(GraphOperations.Delete, One);
    }

    private static Task CreateAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory) =>
        calls.RecordAsync(http, async (body, identity) =>
        {
            var graph = await directory.CreateGraphAsync(
                http.Project(), identity, GraphBody.ParseNew(body.Span), http.RequestAborted);
            return Stored.Json(GraphObject.From(graph), V4Json.Default.GraphObject, StatusCodes.Status201Created);
        });

    private static Task ListAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory) =>
        calls.ReadAsync(http, async body =>
        {
            var page = PageRequest.From(http, body: PageBody.Parse(body.Span));
            var query = Sorting.Query(
                http,
                page,
                ("created_at", SortKey.CreatedAt),
                ("updated_at", SortKey.UpdatedAt),
                ("name", SortKey.Name),
                ("uuid", SortKey.Uuid));
            var found = await directory.ListGraphsAsync(http.Project(), query, http.RequestAborted);
            await http.WriteAsync(
                new Page<GraphObject>([.. found.Items.Select(GraphObject.From)], page.Next(found.NextCursor)), V4Json.Default.PageGraphObject);
        });

    private static async Task GetAsync(HttpContext http, IDirectoryClient directory, IGraphClient graphs, IUserClient users)
    {
        var address = await http.RouteGraphAsync(directory);
        var graph = address.Kind == AddressKind.Graph
            ? GraphObject.From(await graphs.GetGraphAsync(http.Project(), address.Id, http.RequestAborted))
            : GraphObject.From(await users.GetUserAsync(http.Project(), address.Id, http.RequestAborted));
        await http.WriteAsync(graph, V4Json.Default.GraphObject);
    }

    private static Task UpdateAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, IGraphClient graphs) =>
        calls.RecordAsync(http, async (body, _) =>
        {
            var fields = GraphBody.ParseChange(body.Span);
            var address = RequireStandard(await http.RouteGraphAsync(directory), "changed");
            var graph = await graphs.UpdateGraphAsync(http.Project(), address.Id, fields, http.RequestAborted);
            return Stored.Json(GraphObject.From(graph), V4Json.Default.GraphObject);
        });

    private static async Task DeleteAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, ITaskClient tasks)
    {
        var uuid = http.RouteUuid("graph_uuid");
        await calls.RecordAsync(http, async (_, identity) =>
        {
            var found = await directory.FindByUuidAsync(http.Project(), [uuid], http.RequestAborted);
            if (found is [{ Kind: not AddressKind.Thread } address])
            {
                RequireStandard(address, "deleted");
            }

            return Deletions.Answer(await tasks.DeleteAsync(http.Project(), uuid, AddressKind.Graph, identity, http.RequestAborted));
        });
    }

    private static ObjectAddress RequireStandard(ObjectAddress graph, string what) => graph.Kind == AddressKind.Graph
        ? graph
        : throw BatchServiceException.Invalid(
            ErrorCodes.InvalidRequest, $"graph_uuid names the graph of user {graph.UserUuid}, which is {what} with its user only");
}
