using Orleans.Batch.Gateway.Graphs;
using Orleans.Batch.Gateway.V4.Facts;
using Orleans.Batch.Gateway.V4.Http;

namespace Orleans.Batch.Gateway.V4.Search;

/// <summary>The body of a search.</summary>
internal static class SearchBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("SearchRequest", "What to look for. The query may have the paging instead.")
        .Text("query", Limits.QueryLength, "Words, in any order.", static (ref s, v) => s.Query = v).Required()
        .Word<SearchReranker>(
            "reranker",
            "Default rrf. mmr and cross_encoder need a model: rrf is used instead, and the header Zep-Reranker says so.",
            static (ref s, v) => s.Reranker = v ?? s.Reranker)
        .Uuid("center_node_uuid", "For node_distance: from which node.", static (ref s, v) => s.Center = v)
        .Uuids("bfs_origin_node_uuids", "Nodes whose edges match with any words.", static (ref s, v) => s.Origins = v)
        .Filters(static (ref s, v) => s.Filters = v)
        .Count("page_size", "How many at most. Default 50.", static (ref s, v) => s.Page = s.Page with { PageSize = v })
        .Text("cursor", Limits.CursorLength, "The next_cursor of the page before.", static (ref s, v) => s.Page = s.Page with { Cursor = v });

    public static Draft Parse(ReadOnlySpan<byte> body) => Table.Parse(body, new Draft());

    internal struct Draft()
    {
        public string? Query;
        public SearchReranker Reranker;
        public Guid? Center;
        public IReadOnlyList<Guid> Origins = [];
        public SearchFilters? Filters;
        public PageBody Page = new();

        // All that a search ranks: a page is a part of it.
        public readonly GraphSearch ToSearch(SearchScope scope) => new(Query!)
        {
            Scope = scope,
            Limit = Limits.SearchResults,
            Reranker = Reranker,
            CenterNodeUuid = Center,
            OriginNodeUuids = Origins,
            Filters = Filters,
        };
    }
}
