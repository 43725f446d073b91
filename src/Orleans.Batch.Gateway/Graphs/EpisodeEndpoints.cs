using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Graphs;

/// <summary>Episodes by identity, by graph and by user.</summary>
internal static class EpisodeEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/graph/episodes/{uuid}", GetAsync).Describe(EpisodeOperations.Get);
        api.MapDelete("/graph/episodes/{uuid}", DeleteAsync).Describe(EpisodeOperations.Delete);
        api.MapGet("/graph/documents/{document_id}/episodes", OfDocumentAsync).Describe(EpisodeOperations.OfDocument);
        api.MapGet("/graph/episodes/{uuid}/mentions", MentionsAsync).Describe(EpisodeOperations.Mentions);
        api.MapGet("/graph/episodes/graph/{graph_id}", LastOfGraphAsync).Describe(EpisodeOperations.Last("graph", "graph"));
        api.MapGet("/graph/episodes/user/{user_id}", LastOfUserAsync).Describe(EpisodeOperations.Last("user", "user's graph"));
        api.MapPost("/graph/episodes/graph/{graph_id}", ListOfGraphAsync).Describe(EpisodeOperations.List("graph", "graph"));
        api.MapPost("/graph/episodes/user/{user_id}", ListOfUserAsync).Describe(EpisodeOperations.List("user", "user's graph"));
    }

    private static async Task GetAsync(HttpContext http, IEpisodeClient episodes)
    {
        var episode = await episodes.GetEpisodeAsync(http.Project(), http.RouteGuid("uuid"), http.RequestAborted);
        await http.WriteAsync(EpisodeResponse.From(episode), WireJson.Default.EpisodeResponse);
    }

    private static async Task DeleteAsync(HttpContext http, IEpisodeClient episodes)
    {
        var uuid = http.RouteGuid("uuid");
        await episodes.DeleteEpisodeAsync(http.Project(), uuid, http.RequestAborted);
        await http.WriteMessageAsync($"Episode {uuid} successfully deleted.");
    }

    private static async Task OfDocumentAsync(HttpContext http, IEpisodeClient episodes)
    {
        var graphId = Paging.Text(http, "graph_id", Limits.IdLength)
            ?? throw BatchServiceException.Invalid(ErrorCodes.Required, "graph_id is required");
        var found = await episodes.GetDocumentAsync(
            http.Project(), GraphTarget.ForGraph(graphId), http.RouteId("document_id"), http.RequestAborted);
        await http.WriteAsync(new EpisodesResponse(EpisodeResponse.OfAll(found)), WireJson.Default.EpisodesResponse);
    }

    private static async Task MentionsAsync(HttpContext http, IEpisodeClient episodes)
    {
        var found = await episodes.GetMentionsAsync(http.Project(), http.RouteGuid("uuid"), http.RequestAborted);
        http.SetTruncated(found.Truncated);
        await http.WriteAsync(
            new MentionsResponse(NodeResponse.OfAll(found.Nodes), EdgeResponse.OfAll(found.Edges)), WireJson.Default.MentionsResponse);
    }

    private static Task LastOfGraphAsync(HttpContext http, IEpisodeClient episodes) =>
        LastAsync(http, episodes, GraphTarget.ForGraph(http.RouteId("graph_id")));

    private static Task LastOfUserAsync(HttpContext http, IEpisodeClient episodes) =>
        LastAsync(http, episodes, GraphTarget.ForUser(http.RouteId("user_id")));

    private static Task ListOfGraphAsync(
        HttpContext http, IEpisodeClient episodes, RequestBodies bodies, IOptions<BatchGatewayOptions> options) =>
        ListAsync(http, episodes, bodies, options.Value, GraphTarget.ForGraph(http.RouteId("graph_id")));

    private static Task ListOfUserAsync(
        HttpContext http, IEpisodeClient episodes, RequestBodies bodies, IOptions<BatchGatewayOptions> options) =>
        ListAsync(http, episodes, bodies, options.Value, GraphTarget.ForUser(http.RouteId("user_id")));

    private static async Task LastAsync(HttpContext http, IEpisodeClient episodes, GraphTarget target)
    {
        var last = Paging.Limit(http, "lastn", Limits.PerPage) ?? Limits.DefaultPerPage;
        var found = await episodes.GetLastEpisodesAsync(http.Project(), target, last, http.RequestAborted);
        await http.WriteAsync(new EpisodesResponse(EpisodeResponse.OfAll(found)), WireJson.Default.EpisodesResponse);
    }

    private static async Task ListAsync(
        HttpContext http, IEpisodeClient episodes, RequestBodies bodies, BatchGatewayOptions options, GraphTarget target)
    {
        using var body = await bodies.ReadAsync(http, options.MaxBodyBytes);
        var wanted = EpisodeListBody.Parse(body.Span);

        var page = await episodes.ListEpisodesAsync(http.Project(), target, wanted, http.RequestAborted);
        http.SetNextCursor(page.NextCursor);
        await http.WriteAsync(EpisodeResponse.OfAll(page.Episodes), WireJson.Default.EpisodeResponseArray);
    }
}
