namespace Orleans.Batch.Gateway;

/// <summary>A search in one graph.</summary>
/// <param name="Query">Words, in any order; no operators. At most 4,096 characters.</param>
/// <param name="GraphId">A standalone graph.</param>
/// <param name="UserId">A user's graph; one of the two.</param>
/// <param name="Scope">What to return. Default edges.</param>
/// <param name="Limit">How many at most. Default 10; above 50 it counts as 50. Not for auto.</param>
/// <param name="MaxCharacters">How long the text of auto may be. Default 2,500; at most 50,000.</param>
/// <param name="Reranker">Default rrf. mmr and cross_encoder need a model and are refused.</param>
/// <param name="CenterNodeUuid">For node_distance: from which node.</param>
/// <param name="BfsOriginNodeUuids">Nodes whose edges match with any words; at most 256.</param>
/// <param name="ReturnRawResults">With auto: also the sources of the text.</param>
/// <param name="SearchFilters">A filter.</param>
internal sealed record SearchRequest(
    string Query,
    string? GraphId = null,
    string? UserId = null,
    SearchScope? Scope = null,
    int? Limit = null,
    int? MaxCharacters = null,
    SearchReranker? Reranker = null,
    Guid? CenterNodeUuid = null,
    IReadOnlyList<Guid>? BfsOriginNodeUuids = null,
    bool? ReturnRawResults = null,
    SearchFiltersRequest? SearchFilters = null);

internal static class SearchOperations
{
    public static ApiOperation Search { get; } =
        new("searchGraph", "Search", "Finds facts, entities or episodes by words and names, best first.", typeof(SearchResponse))
        {
            Request = typeof(SearchRequest),
            Errors = [404],
        };
}
