namespace Orleans.Batch.Gateway.Graphs;

internal static class SearchOperations
{
    public static ApiOperation Search { get; } =
        new("searchGraph", "Search", "Finds facts, entities or episodes by words and names, best first.", typeof(SearchResponse))
        {
            Request = SearchBody.Table,
            Errors = [404],
            ResponseHeader = (SearchEndpoints.Reranker, "The reranker of the results, where another was asked for."),
        };
}
