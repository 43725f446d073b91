namespace Orleans.Batch.Gateway.Graphs;

/// <summary>The body of a search.</summary>
internal static class SearchBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("SearchRequest", "A search in one graph.")
        .Text("query", Limits.QueryLength, "Words, in any order; no operators.", static (ref s, v) => s.Search = s.Search with { Query = v ?? "" }).Required()
        .RawText("graph_id", Limits.IdLength, "A standalone graph.", static (ref s, v) => s.Target = s.Target with { GraphId = v })
        .RawText("user_id", Limits.IdLength, "A user's graph; one of the two.", static (ref s, v) => s.Target = s.Target with { UserId = v })
        .Word<SearchScope>("scope", "What to return. Default edges.", static (ref s, v) => s.Search = s.Search with { Scope = v ?? s.Search.Scope })
        .Count(
            "limit",
            "How many at most. Default 10; above 50 it counts as 50. Not for auto.",
            static (ref s, v) => s.Search = s.Search with { Limit = v is { } limit ? Math.Min(limit, Limits.SearchResults) : s.Search.Limit })
        .Count(
            "max_characters",
            "How long the text of auto may be. Default 2,500; at most 50,000.",
            static (ref s, v) => s.Search = s.Search with { MaxCharacters = v is { } max ? Math.Min(max, Limits.ContextCharacters) : s.Search.MaxCharacters })
        .Word<SearchReranker>(
            "reranker",
            "Default rrf. mmr and cross_encoder need a model: rrf is used instead, and the header Zep-Reranker says so.",
            static (ref s, v) => s.Search = s.Search with { Reranker = v ?? s.Search.Reranker })
        .Uuid("center_node_uuid", "For node_distance: from which node.", static (ref s, v) => s.Search = s.Search with { CenterNodeUuid = v })
        .Uuids("bfs_origin_node_uuids", "Nodes whose edges match with any words.", static (ref s, v) => s.Search = s.Search with { OriginNodeUuids = v })
        .Boolean("return_raw_results", "With auto: also the sources of the text.", static (ref s, v) => s.Search = s.Search with { ReturnRawResults = v ?? false })
        .Filters("search_filters", "A filter.", static (ref s, v) => s.Search = s.Search with { Filters = v });

    public static (GraphTarget Target, GraphSearch Search) Parse(ReadOnlySpan<byte> body)
    {
        var draft = Table.Parse(body, new Draft());
        return (draft.Target, draft.Search);
    }

    internal struct Draft()
    {
        public GraphTarget Target;
        public GraphSearch Search = new("");
    }
}
