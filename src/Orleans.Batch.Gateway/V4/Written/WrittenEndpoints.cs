using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Graphs;
using Orleans.Batch.Gateway.V4.Episodes;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Written;

/// <summary>Nodes and edges that callers write, and changes to what is in graphs.</summary>
internal static class WrittenEndpoints
{
    private const string Nodes = "/graphs/{graph_uuid}/nodes";
    private const string Edges = "/graphs/{graph_uuid}/edges";
    private const string Node = Nodes + "/{node_uuid}";
    private const string Edge = Edges + "/{edge_uuid}";
    private const string Episode = "/graphs/{graph_uuid}/episodes/{episode_uuid}";
    private const string Message = "/threads/{thread_uuid}/messages/{message_uuid}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost(Nodes, AddNodesAsync).DescribeWrite(WrittenOperations.AddNodes, "/graphs/{graph_uuid}/episodes/list");
        api.MapPost(Edges, AddEdgesAsync).DescribeWrite(WrittenOperations.AddEdges, "/graphs/{graph_uuid}/episodes/list");
        api.MapPatch(Node, UpdateNodeAsync).DescribeWrite(WrittenOperations.UpdateNode, Node);
        api.MapPatch(Edge, UpdateEdgeAsync).DescribeWrite(WrittenOperations.UpdateEdge, Edge);
        api.MapPatch(Episode, UpdateEpisodeAsync).DescribeWrite(WrittenOperations.UpdateEpisode, Episode);
        api.MapPatch(Message, UpdateMessageAsync).DescribeWrite(WrittenOperations.UpdateMessage, Message);
    }

    private static Task AddNodesAsync(
        HttpContext http, WriteCalls calls, IDirectoryClient directory, IFactClient facts, INodeClient nodes, IRealtimeClient realtime) =>
        calls.RunAsync(http, async (body, key) =>
        {
            var written = NodesBody.Parse(body.Span);
            var graph = await http.RouteGraphAsync(directory);
            var added = IdempotentCall.Answer(
                http, await facts.AddNodesAsync(http.Project(), graph.Target(), written, key, http.RequestAborted));
            var found = new List<NodeObject>(written.Count);
            foreach (var uuid in added.Uuids)
            {
                if (await FindNodeAsync(http, nodes, uuid) is { } node)
                {
                    found.Add(NodeObject.From(node, graph.GraphUuid));
                }
            }

            var task = await realtime.GetTaskAsync(http.Project(), added.TaskId, http.RequestAborted);
            await http.WriteAsync(
                new AddedNodesObject(found, TaskObject.From(task)), V4Json.Default.AddedNodesObject, StatusCodes.Status202Accepted);
        });

    private static Task AddEdgesAsync(
        HttpContext http, WriteCalls calls, IDirectoryClient directory, IFactClient facts, IRealtimeClient realtime) =>
        calls.RunAsync(http, async (body, key) =>
        {
            var graph = await http.RouteGraphAsync(directory);
            var added = IdempotentCall.Answer(
                http, await facts.AddFactsAsync(http.Project(), EdgesBody.Parse(body.Span, graph.Target()), key, http.RequestAborted));
            var task = await realtime.GetTaskAsync(http.Project(), added[0].TaskId, http.RequestAborted);
            await http.WriteAsync(
                new AddedEdgesObject(EdgeObject.OfAll(added.Select(a => a.Edge).OfType<EntityEdge>(), graph.GraphUuid), TaskObject.From(task)),
                V4Json.Default.AddedEdgesObject,
                StatusCodes.Status202Accepted);
        });

    private static Task UpdateNodeAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, IFactClient facts) =>
        calls.RecordAsync(http, async (body, _) =>
        {
            var fields = NodeFieldsBody.Parse(body.Span);
            var (graph, uuid) = await http.RouteContentAsync(directory, ContentKind.Node, "node_uuid");
            var node = await facts.UpdateNodeAsync(http.Project(), uuid, fields, http.RequestAborted);
            return Stored.Json(NodeObject.From(node, graph.GraphUuid), V4Json.Default.NodeObject);
        });

    private static Task UpdateEdgeAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, IFactClient facts) =>
        calls.RecordAsync(http, async (body, _) =>
        {
            var fields = EdgeFieldsBody.Parse(body.Span);
            var (graph, uuid) = await http.RouteContentAsync(directory, ContentKind.Edge, "edge_uuid");
            var edge = await facts.UpdateEdgeAsync(http.Project(), uuid, fields, http.RequestAborted);
            return Stored.Json(EdgeObject.From(edge, graph.GraphUuid), V4Json.Default.EdgeObject);
        });

    private static Task UpdateEpisodeAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, IEpisodeClient episodes) =>
        calls.RecordAsync(http, async (body, _) =>
        {
            var metadata = MetadataBody.Parse(body.Span);
            var (graph, uuid) = await http.RouteContentAsync(directory, ContentKind.Episode, "episode_uuid");
            var episode = await episodes.UpdateMetadataAsync(http.Project(), uuid, metadata, http.RequestAborted);
            var objects = await EpisodeObjects.FromAsync(http, directory, graph.GraphUuid, [episode]);
            return Stored.Json(objects[0], V4Json.Default.EpisodeObject);
        });

    private static Task UpdateMessageAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, IEpisodeClient episodes) =>
        calls.RecordAsync(http, async (body, _) =>
        {
            var metadata = MetadataBody.Parse(body.Span);
            var uuid = http.RouteUuid("message_uuid");
            var thread = await http.RouteThreadAsync(directory);
            await http.RequireMessageAsync(episodes, thread, uuid);
            var message = await episodes.UpdateMetadataAsync(http.Project(), uuid, metadata, http.RequestAborted);
            return Stored.Json(MessageObject.From(message, thread.Uuid), V4Json.Default.MessageObject);
        });

    // The answer to a repeat may name a node that was deleted since.
    private static async ValueTask<EntityNode?> FindNodeAsync(HttpContext http, INodeClient nodes, Guid uuid)
    {
        try
        {
            return await nodes.GetNodeAsync(http.Project(), uuid, http.RequestAborted);
        }
        catch (BatchServiceException missing) when (missing.Kind == ErrorKind.NotFound)
        {
            return null;
        }
    }
}
