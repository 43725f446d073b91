using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.V4.Episodes;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Search;

/// <summary>The searches, one for each kind of result. A search ranks fifty results; its pages are parts of these.</summary>
internal static class SearchEndpoints
{
    private const string Path = "/graphs/{graph_uuid}/search/";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost(Path + "edges", EdgesAsync).DescribeRead(SearchOperations.Edges);
        api.MapPost(Path + "nodes", NodesAsync).DescribeRead(SearchOperations.Nodes);
        api.MapPost(Path + "episodes", EpisodesAsync).DescribeRead(SearchOperations.Episodes);
        api.MapPost(Path + "observations", NothingAsync).DescribeRead(SearchOperations.Observations);
        api.MapPost(Path + "thread-summaries", NothingAsync).DescribeRead(SearchOperations.ThreadSummaries);
    }

    private static Task EdgesAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, ISearchClient searches) =>
        RunAsync(
            http,
            calls,
            directory,
            searches,
            SearchScope.Edges,
            static found => found.Edges!,
            static (_, graph, edges) => ValueTask.FromResult(EdgeObject.OfAll(edges, graph)),
            V4Json.Default.PageEdgeObject);

    private static Task NodesAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, ISearchClient searches) =>
        RunAsync(
            http,
            calls,
            directory,
            searches,
            SearchScope.Nodes,
            static found => found.Nodes!,
            static (_, graph, nodes) => ValueTask.FromResult(NodeObject.OfAll(nodes, graph)),
            V4Json.Default.PageNodeObject);

    private static Task EpisodesAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, ISearchClient searches) =>
        RunAsync(
            http,
            calls,
            directory,
            searches,
            SearchScope.Episodes,
            static found => found.Episodes!,
            (h, graph, episodes) => EpisodeObjects.FromAsync(h, directory, graph, episodes),
            V4Json.Default.PageEpisodeObject);

    private static Task NothingAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory) =>
        calls.ReadAsync(http, async body =>
        {
            SearchBody.Parse(body.Span);
            await http.RouteGraphAsync(directory);
            await http.WriteAsync(new Page<MissingObject>([], null), V4Json.Default.PageMissingObject);
        });

    private static Task RunAsync<T, TObject>(
        HttpContext http,
        WriteCalls calls,
        IDirectoryClient directory,
        ISearchClient searches,
        SearchScope scope,
        Func<GraphSearchResults, IReadOnlyList<T>> results,
        Func<HttpContext, Guid, IReadOnlyList<T>, ValueTask<IReadOnlyList<TObject>>> describe,
        JsonTypeInfo<Page<TObject>> type) =>
        calls.ReadAsync(http, async body =>
        {
            var draft = SearchBody.Parse(body.Span);
            RefuseLabels(draft.Filters, scope);
            var page = PageRequest.From(http, PageLimits.Search, BodyScope.From(body.Span), draft.Page);
            var search = draft.ToSearch(scope);
            var graph = await http.RouteGraphAsync(directory);
            var found = await searches.SearchAsync(http.Project(), graph.Target(), search, http.RequestAborted);
            if (found.Reranker != search.Reranker)
            {
                http.Response.Headers[Gateway.Graphs.SearchEndpoints.Reranker] = EnumNames<SearchReranker>.Name(found.Reranker);
            }

            var ranked = ListPages.From(page, results(found), static r => r);
            await http.WriteAsync(
                new Page<TObject>(await describe(http, graph.GraphUuid, ranked.Items), ranked.NextCursor), type);
        });

    private static void RefuseLabels(SearchFilters? filters, SearchScope scope)
    {
        if (scope == SearchScope.Edges && filters is { NodeLabels.Count: > 0 } or { ExcludeNodeLabels.Count: > 0 })
        {
            var problems = new ProblemList();
            problems.Add(
                null, "filters", ErrorCodes.Contradiction, "a search of edges takes no node_labels and no exclude_node_labels; search nodes instead");
            throw BatchServiceException.Invalid(problems.Listed[0].Message, problems);
        }
    }
}
