using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Facts;

/// <summary>The nodes of a graph.</summary>
internal static class NodeEndpoints
{
    private const string One = "/graphs/{graph_uuid}/nodes/{node_uuid}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/graphs/{graph_uuid}/nodes/list", ListAsync).DescribeRead(NodeOperations.List);
        api.MapGet(One, GetAsync).DescribeRead(NodeOperations.Get);
        api.MapDelete(One, DeleteAsync).DescribeWrite(NodeOperations.Delete, One);
        api.MapPost(One + "/neighbors", NeighborsAsync).DescribeRead(NodeOperations.Neighbors);
        api.MapGet("/users/{user_uuid}/node", GetOfUserAsync).DescribeRead(NodeOperations.OfUser);
    }

    private static Task ListAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, INodeClient nodes) =>
        calls.ReadAsync(http, async body =>
        {
            var (page, query) = FactLists.Read(http, body.Span);
            var graph = await http.RouteGraphAsync(directory);
            var found = await nodes.ListNodesAsync(http.Project(), graph.Target(), query, http.RequestAborted);
            await http.WriteAsync(
                new Page<NodeObject>(NodeObject.OfAll(found.Nodes, graph.GraphUuid), page.Next(found.NextCursor)), V4Json.Default.PageNodeObject);
        });

    private static async Task GetAsync(HttpContext http, IDirectoryClient directory, INodeClient nodes)
    {
        var (graph, uuid) = await http.RouteContentAsync(directory, ContentKind.Node, "node_uuid");
        var node = await nodes.GetNodeAsync(http.Project(), uuid, http.RequestAborted);
        await http.WriteAsync(NodeObject.From(node, graph.GraphUuid), V4Json.Default.NodeObject);
    }

    private static Task DeleteAsync(HttpContext http, WriteCalls calls, ITaskClient tasks) =>
        Deletions.OfContentAsync(http, calls, tasks, ContentKind.Node, "node_uuid");

    private static Task NeighborsAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, INodeClient nodes) =>
        calls.ReadAsync(http, async body =>
        {
            var draft = FactListBody.Parse(body.Span);
            var page = PageRequest.From(http, Limits.NeighborsPerPage, BodyScope.From(body.Span), draft.Page);
            var order = Paging.Word<GraphListOrder>(http, "order_by") ?? GraphListOrder.Uuid;
            var (graph, uuid) = await http.RouteContentAsync(directory, ContentKind.Node, "node_uuid");
            var found = await nodes.ListNeighborsAsync(
                http.Project(),
                uuid,
                new NeighborQuery(
                    page.Size, page.Position, draft.Direction ?? EdgeDirection.Both, order, Sorting.IsDescending(http), draft.Filters),
                http.RequestAborted);
            await http.WriteAsync(
                new Page<NeighborObject>(
                    [.. found.Neighbors.Select(n => new NeighborObject(
                        NodeObject.From(n.Node, graph.GraphUuid), EdgeObject.OfAll(n.Edges, graph.GraphUuid)))],
                    page.Next(found.NextCursor)),
                V4Json.Default.PageNeighborObject);
        });

    private static async Task GetOfUserAsync(HttpContext http, IDirectoryClient directory, INodeClient nodes)
    {
        var user = await http.RouteUserAsync(directory);
        var node = await nodes.GetUserNodeAsync(http.Project(), user.Id, http.RequestAborted);
        await http.WriteAsync(NodeObject.From(node, user.GraphUuid), V4Json.Default.NodeObject);
    }
}
