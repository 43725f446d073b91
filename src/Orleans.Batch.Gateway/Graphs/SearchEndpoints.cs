using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Graphs;

/// <summary>Search.</summary>
internal static class SearchEndpoints
{
    /// <summary>The header that names the reranker of the results, where another was asked for.</summary>
    public const string Reranker = "Zep-Reranker";

    public static void Map(RouteGroupBuilder api) => api.MapPost("/graph/search", SearchAsync).Describe(SearchOperations.Search);

    private static async Task SearchAsync(
        HttpContext http, ISearchClient searches, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var (target, search) = SearchBody.Parse(body.Span);
        var found = await searches.SearchAsync(http.Project(), target, search, http.RequestAborted);
        if (found.Reranker != search.Reranker)
        {
            http.Response.Headers[Reranker] = EnumNames<SearchReranker>.Name(found.Reranker);
        }

        await http.WriteAsync(SearchResponse.From(found, search.Scope), WireJson.Default.SearchResponse);
    }
}
