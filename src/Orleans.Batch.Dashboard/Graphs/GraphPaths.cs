using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>Addresses of the pages about graphs. Ids of callers are in the query: in a path, a slash would split them.</summary>
internal static class GraphPaths
{
    public const string List = "/graphs";
    public const string One = "/graphs/one";
    public const string Episode = "/graphs/episodes";
    public const string Extract = One + "/extract";

    public static string ListOf(bool users, string? search = null, string? after = null) => List + Query(
        ("kind", users ? "users" : null), ("q", search), ("cursor", after));

    public static string ForGraph(GraphTarget target, GraphView view = GraphView.Facts, string? cursor = null, Guid? entity = null) => One + Query(
        ("graph", target.GraphId),
        ("user", target.UserId),
        ("view", view == GraphView.Facts ? null : view.ToString().ToLowerInvariant()),
        ("entity", entity?.ToString()),
        ("cursor", cursor));

    public static string OfExtract(GraphTarget target) => Extract + Query(("graph", target.GraphId), ("user", target.UserId));

    public static string OfEpisode(Guid episode, GraphTarget? target) => $"{Episode}/{episode}" + Query(
        ("graph", target?.GraphId), ("user", target?.UserId));

    private static string Query(params (string Name, string? Value)[] parts)
    {
        var query = QueryString.Empty;
        foreach (var (name, value) in parts)
        {
            query = string.IsNullOrEmpty(value) ? query : query.Add(name, value);
        }

        return query.ToUriComponent();
    }
}
