using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Graphs;

/// <summary>Facts and nodes that callers write, and changes to what is in graphs.</summary>
internal static class FactWriteEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/graph/add-fact-triple", AddFactAsync).Describe(FactWriteOperations.AddFact);
        api.MapPost("/graph/nodes", AddNodesAsync).Describe(FactWriteOperations.AddNodes);
        api.MapPatch("/graph/edge/{uuid}", UpdateEdgeAsync).Describe(FactWriteOperations.UpdateEdge);
        api.MapPatch("/graph/node/{uuid}", UpdateNodeAsync).Describe(FactWriteOperations.UpdateNode);
        api.MapPatch("/graph/episodes/{uuid}", UpdateEpisodeAsync).Describe(FactWriteOperations.UpdateEpisode);
        api.MapPatch("/messages/{uuid}", UpdateMessageAsync).Describe(FactWriteOperations.UpdateMessage);
    }

    private static async Task AddFactAsync(
        HttpContext http, IFactClient facts, RequestBodies bodies, IdempotentCall idempotent, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        await idempotent.RunAsync(http, "/graph/add-fact-triple", body, async key =>
        {
            var added = IdempotentCall.Answer(
                http, await facts.AddFactsAsync(http.Project(), [AddFactBody.Parse(body.Span)], key, http.RequestAborted));
            await http.WriteAsync(
                AddedFactResponse.From(added[0]), WireJson.Default.AddedFactResponse, StatusCodes.Status202Accepted);
        });
    }

    private static async Task AddNodesAsync(
        HttpContext http, IFactClient facts, RequestBodies bodies, IdempotentCall idempotent, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        await idempotent.RunAsync(http, "/graph/nodes", body, async key =>
        {
            var (target, nodes) = AddNodesBody.Parse(body.Span);
            var added = IdempotentCall.Answer(
                http, await facts.AddNodesAsync(http.Project(), target, nodes, key, http.RequestAborted));
            await http.WriteAsync(
                new AddedNodesResponse([.. nodes.Zip(added.Uuids, AddedNodeResponse.From)], added.TaskId),
                WireJson.Default.AddedNodesResponse,
                StatusCodes.Status202Accepted);
        });
    }

    private static async Task UpdateEdgeAsync(
        HttpContext http, IFactClient facts, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        var uuid = http.RouteGuid("uuid");
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var edge = await facts.UpdateEdgeAsync(http.Project(), uuid, EdgeFieldsBody.Parse(body.Span), http.RequestAborted);
        await http.WriteAsync(EdgeResponse.From(edge), WireJson.Default.EdgeResponse);
    }

    private static async Task UpdateNodeAsync(
        HttpContext http, IFactClient facts, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        var uuid = http.RouteGuid("uuid");
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var node = await facts.UpdateNodeAsync(http.Project(), uuid, NodeFieldsBody.Parse(body.Span), http.RequestAborted);
        await http.WriteAsync(NodeResponse.From(node), WireJson.Default.NodeResponse);
    }

    private static async Task UpdateEpisodeAsync(
        HttpContext http, IEpisodeClient episodes, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        var episode = await UpdateMetadataAsync(http, episodes, bodies, options.Value);
        await http.WriteAsync(EpisodeResponse.From(episode), WireJson.Default.EpisodeResponse);
    }

    private static async Task UpdateMessageAsync(
        HttpContext http, IEpisodeClient episodes, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        var episode = await UpdateMetadataAsync(http, episodes, bodies, options.Value);
        await http.WriteAsync(ThreadMessageResponse.From(episode), WireJson.Default.ThreadMessageResponse);
    }

    private static async Task<Episode> UpdateMetadataAsync(
        HttpContext http, IEpisodeClient episodes, RequestBodies bodies, BatchGatewayOptions options)
    {
        var uuid = http.RouteGuid("uuid");
        using var body = await bodies.ReadAsync(http, options.MaxBodyBytes);
        return await episodes.UpdateMetadataAsync(http.Project(), uuid, MetadataBody.Parse(body.Span), http.RequestAborted);
    }
}
