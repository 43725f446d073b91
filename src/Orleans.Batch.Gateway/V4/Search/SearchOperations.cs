using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Search;

internal static class SearchOperations
{
    private const string Tag = "Search";

    public static ApiOperation Edges { get; } = Of<Page<EdgeObject>>("graph.searchEdges", "Searches facts, best first.");

    public static ApiOperation Nodes { get; } = Of<Page<NodeObject>>("graph.searchNodes", "Searches entities, best first.");

    public static ApiOperation Episodes { get; } = Of<Page<EpisodeObject>>("graph.searchEpisodes", "Searches episodes, best first.");

    public static ApiOperation Observations { get; } =
        Of<Page<MissingObject>>("graph.searchObservations", "Finds nothing: this server makes no observations.");

    public static ApiOperation ThreadSummaries { get; } =
        Of<Page<MissingObject>>("graph.searchThreadSummaries", "Finds nothing: this server makes no summaries of threads.");

    public static ApiOperation Context { get; } =
        new("graph.getContext", Tag, "What a graph has about a query, as a text for an agent.", typeof(GraphContextObject))
        {
            Request = ContextBody.Table,
            Errors = [404],
        };

    private static ApiOperation Of<T>(string name, string description) => new(name, Tag, description, typeof(T))
    {
        Request = SearchBody.Table,
        Parameters = [PageParameters.Size(PageLimits.Search), PageParameters.Cursor],
        Errors = [404],
        ResponseHeader = (Gateway.Graphs.SearchEndpoints.Reranker, "The reranker of the results, where another was asked for."),
    };
}
