using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>Graphs, their content, and its origin.</summary>
internal sealed class GraphPages(IInsightClient insight, IEpisodeClient episodes, INodeClient nodes, IEdgeClient edges)
{
    private const int PageSize = 50;
    private const int MaxSearch = 200;

    public static void Map(IEndpointRouteBuilder gated)
    {
        gated.MapGet(GraphPaths.List, (HttpContext http, GraphPages here) => here.ListAsync(http));
        gated.MapGet(GraphPaths.One, (HttpContext http, GraphPages here) => here.ShowAsync(http));
        gated.MapGet(GraphPaths.Episode + "/{uuid:guid}", (HttpContext http, GraphPages here) => here.ShowEpisodeAsync(http));
    }

    private async Task ListAsync(HttpContext http)
    {
        var users = http.Request.Query["kind"] == "users";
        var (search, after) = (GetQuery(http, "q", MaxSearch), GetQuery(http, "cursor", Limits.IdLength));
        var listing = await insight.ListGraphsAsync(http.Project(), new(users, PageSize, after, search), http.RequestAborted);
        await http.WritePageAsync<GraphsPage, GraphsModel>(
            new PageHead(users ? "Users" : "Graphs", GraphPaths.List), new(listing, users, search, after is null));
    }

    private async Task ShowAsync(HttpContext http)
    {
        var (project, stop) = (http.Project(), http.RequestAborted);
        var target = TargetOf(http) ?? throw BatchServiceException.NotFound("graph", "(none named)");
        var view = Enum.TryParse<GraphView>(http.Request.Query["view"], ignoreCase: true, out var asked) && Enum.IsDefined(asked)
            ? asked
            : GraphView.Facts;
        var cursor = GetQuery(http, "cursor", 1_000);
        var model = new GraphDetailsModel(await insight.GetContentsAsync(project, target, stop), view) { IsFirst = cursor is null };
        model = view switch
        {
            GraphView.Entities => await WithEntitiesAsync(model, project, cursor, stop),
            GraphView.Episodes => await WithEpisodesAsync(model, project, cursor, stop),
            _ => await WithFactsAsync(model, project, cursor, Guid.TryParse(http.Request.Query["entity"], out var uuid) ? uuid : null, stop),
        };
        await http.WritePageAsync<GraphDetailsPage, GraphDetailsModel>(
            new PageHead($"{(target.GraphId is null ? "User" : "Graph")} {target.GraphId ?? target.UserId}", GraphPaths.List), model);
    }

    private async Task ShowEpisodeAsync(HttpContext http)
    {
        var (project, uuid) = (http.Project(), http.RouteGuid("uuid"));
        var episode = await episodes.GetEpisodeAsync(project, uuid, http.RequestAborted);
        var says = await episodes.GetMentionsAsync(project, uuid, http.RequestAborted);
        var origin = await insight.FindOriginsAsync(project, [uuid], http.RequestAborted);
        await http.WritePageAsync<EpisodeDetailsPage, EpisodeModel>(
            new PageHead($"Episode {uuid}", GraphPaths.List), new(episode, says, origin.Count > 0 ? origin[0] : null, TargetOf(http)));
    }

    private async Task<GraphDetailsModel> WithFactsAsync(
        GraphDetailsModel model, ProjectId project, string? cursor, Guid? entity, CancellationToken cancellationToken)
    {
        if (entity is { } uuid)
        {
            var node = await nodes.GetNodeAsync(project, uuid, cancellationToken);
            var around = await nodes.GetNodeEdgesAsync(project, uuid, cancellationToken);
            model = model with { Entity = node, Facts = [.. around.Edges.OrderByDescending(e => e.ValidAt).Take(4 * PageSize)] };
        }
        else
        {
            var page = await edges.ListEdgesAsync(
                project, model.Target, new GraphListQuery(PageSize, cursor, Order: GraphListOrder.ValidAt), cancellationToken);
            model = model with { Facts = page.Edges, Next = page.NextCursor };
        }

        return await WithOriginsAsync(model, project, model.Facts.SelectMany(f => f.Episodes.Take(1)), cancellationToken);
    }

    private async Task<GraphDetailsModel> WithEntitiesAsync(
        GraphDetailsModel model, ProjectId project, string? cursor, CancellationToken cancellationToken)
    {
        var page = await nodes.ListNodesAsync(
            project, model.Target, new GraphListQuery(PageSize, cursor, Order: GraphListOrder.CreatedAt), cancellationToken);
        return model with { Entities = page.Nodes, Next = page.NextCursor };
    }

    private async Task<GraphDetailsModel> WithEpisodesAsync(
        GraphDetailsModel model, ProjectId project, string? cursor, CancellationToken cancellationToken)
    {
        var page = await episodes.ListEpisodesAsync(
            project, model.Target, new EpisodeQuery(PageSize, cursor, EpisodeOrder.CreatedAt), cancellationToken);
        return await WithOriginsAsync(
            model with { Episodes = page.Episodes, Next = page.NextCursor }, project, page.Episodes.Select(e => e.Uuid), cancellationToken);
    }

    private async Task<GraphDetailsModel> WithOriginsAsync(
        GraphDetailsModel model, ProjectId project, IEnumerable<Guid> episodes, CancellationToken cancellationToken)
    {
        var origins = await insight.FindOriginsAsync(project, [.. episodes], cancellationToken);
        return model with { Origins = origins.ToDictionary(o => o.EpisodeUuid) };
    }

    /// <summary>The graph that the query names; null without one.</summary>
    public static GraphTarget? TargetOf(HttpContext http) =>
        GetQuery(http, "graph", Limits.IdLength) is { } graph ? GraphTarget.ForGraph(graph)
        : GetQuery(http, "user", Limits.IdLength) is { } user ? GraphTarget.ForUser(user)
        : null;

    private static string? GetQuery(HttpContext http, string name, int max) => Paging.Text(http, name, max) is { Length: > 0 } text ? text : null;
}
