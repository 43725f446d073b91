using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Graphs;

/// <summary>Parts and copies of graphs, and the call that prepares one for reading.</summary>
internal static class SubgraphEndpoints
{
    private const string Tag = "Graphs";
    private const string One = "/graphs/{graph_uuid}";

    private static readonly ApiOperation Get = new("graph.getSubgraph", Tag, "The surroundings of some nodes.", typeof(SubgraphObject))
    {
        Request = SubgraphBody.Table,
        Errors = [404],
    };

    private static readonly ApiOperation Clone = new(
        "graph.clone",
        Tag,
        "Copies a graph into a new standard graph, without threads. The copy is complete with the answer; at most 100,000 episodes.",
        typeof(ClonedGraphObject)) { Status = 202 };

    private static readonly ApiOperation Warm =
        new("graph.warm", Tag, "Prepares a graph for reading. Nothing has to be loaded here, so the task has ended.", typeof(TaskAnswer)) { Status = 202 };

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost(One + "/subgraph", GetAsync).DescribeRead(Get);
        api.MapPost(One + "/clone", CloneAsync).DescribeWrite(Clone, "/graphs/list");
        api.MapPost(One + "/warm", WarmAsync).DescribeWrite(Warm, One);
    }

    private static Task GetAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, ISubgraphClient subgraphs) =>
        calls.ReadAsync(http, async body =>
        {
            var query = SubgraphBody.Table.Parse(body.Span, new SubgraphQuery([]));
            var graph = await http.RouteGraphAsync(directory);
            var found = await subgraphs.GetSubgraphAsync(http.Project(), graph.Target(), query, http.RequestAborted);
            await http.WriteAsync(
                new SubgraphObject(
                    NodeObject.OfAll(found.Nodes, graph.GraphUuid),
                    EdgeObject.OfAll(found.Edges, graph.GraphUuid),
                    found.TruncatedBy is not null,
                    found.TruncatedBy),
                V4Json.Default.SubgraphObject);
        });

    private static Task CloneAsync(
        HttpContext http,
        WriteCalls calls,
        IDirectoryClient directory,
        IGraphClient graphs,
        IUserClient users,
        ISubgraphClient subgraphs,
        IRealtimeClient realtime) =>
        calls.RecordAsync(http, async (_, identity) =>
        {
            var source = await http.RouteGraphAsync(directory);
            var fields = await FieldsAsync(http, source, graphs, users);
            var graph = await directory.CreateGraphAsync(http.Project(), identity, fields, http.RequestAborted);
            await subgraphs.CopyGraphAsync(http.Project(), source.Target(), graph.GraphId, identity, http.RequestAborted);
            var task = await realtime.GetTaskAsync(http.Project(), identity, http.RequestAborted);
            return Stored.Json(
                new ClonedGraphObject(GraphObject.From(graph), TaskObject.From(task)),
                V4Json.Default.ClonedGraphObject,
                StatusCodes.Status202Accepted);
        });

    private static async ValueTask<GraphFields> FieldsAsync(
        HttpContext http, ObjectAddress source, IGraphClient graphs, IUserClient users)
    {
        if (source.Kind != AddressKind.Graph)
        {
            return new GraphFields { TimeZone = (await users.GetUserAsync(http.Project(), source.Id, http.RequestAborted)).TimeZone };
        }

        var graph = await graphs.GetGraphAsync(http.Project(), source.Id, http.RequestAborted);
        return new GraphFields { Name = graph.Name, Description = graph.Description, TimeZone = graph.TimeZone };
    }

    private static Task WarmAsync(
        HttpContext http, WriteCalls calls, IDirectoryClient directory, ISubgraphClient subgraphs, IRealtimeClient realtime) =>
        calls.RecordAsync(http, async (_, identity) =>
        {
            var graph = await http.RouteGraphAsync(directory);
            await subgraphs.WarmGraphAsync(http.Project(), graph.Target(), identity, http.RequestAborted);
            return Deletions.Answer(await realtime.GetTaskAsync(http.Project(), identity, http.RequestAborted));
        });
}
