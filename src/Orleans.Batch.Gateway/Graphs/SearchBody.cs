namespace Orleans.Batch.Gateway;

/// <summary>Reads the body of a search.</summary>
internal static class SearchBody
{

    public static (GraphTarget Target, GraphSearch Search) Parse(ReadOnlySpan<byte> body) => JsonBody.Parse(body, ParseRoot);

    private static (GraphTarget, GraphSearch) ParseRoot(ref JsonCursor cursor)
    {
        var target = default(GraphTarget);
        var search = new GraphSearch("");
        if (!cursor.EnterObject(null, "the body"))
        {
            return (target, search);
        }

        string? query = null;
        var keys = cursor.NewGuard();
        while (cursor.NextField(ref keys, out var name))
        {
            if (name.SequenceEqual("query"u8))
            {
                query = cursor.ShortText("query", Limits.QueryLength);
            }
            else if (name.SequenceEqual("graph_id"u8))
            {
                target = target with { GraphId = cursor.Text("graph_id", Limits.IdLength) };
            }
            else if (name.SequenceEqual("user_id"u8))
            {
                target = target with { UserId = cursor.Text("user_id", Limits.IdLength) };
            }
            else
            {
                search = How(ref cursor, name, search) ?? Where(ref cursor, name, search) ?? Unknown(ref cursor, name, search);
            }
        }

        if (query is null && !cursor.Problems.Listed.Any(p => p.Field == "query"))
        {
            cursor.Add("query", ErrorCodes.Required, "query is required");
        }

        return (target, search with { Query = query ?? "" });
    }

    private static GraphSearch? How(ref JsonCursor cursor, scoped ReadOnlySpan<byte> name, GraphSearch search)
    {
        if (name.SequenceEqual("scope"u8))
        {
            return search with { Scope = cursor.Word<SearchScope>("scope") ?? search.Scope };
        }

        if (name.SequenceEqual("limit"u8))
        {
            return search with { Limit = cursor.Positive("limit") is { } limit ? Math.Min(limit, Limits.SearchResults) : search.Limit };
        }

        if (name.SequenceEqual("max_characters"u8))
        {
            return search with
            {
                MaxCharacters = cursor.Positive("max_characters") is { } max ? Math.Min(max, Limits.ContextCharacters) : search.MaxCharacters,
            };
        }

        if (name.SequenceEqual("reranker"u8))
        {
            return search with { Reranker = cursor.Word<SearchReranker>("reranker") ?? search.Reranker };
        }

        return name.SequenceEqual("return_raw_results"u8)
            ? search with { ReturnRawResults = cursor.Boolean("return_raw_results") ?? false }
            : null;
    }

    private static GraphSearch? Where(ref JsonCursor cursor, scoped ReadOnlySpan<byte> name, GraphSearch search)
    {
        if (name.SequenceEqual("center_node_uuid"u8))
        {
            return search with { CenterNodeUuid = cursor.IsNull ? null : UuidListBody.One(ref cursor, "center_node_uuid") };
        }

        if (name.SequenceEqual("bfs_origin_node_uuids"u8))
        {
            return search with
            {
                OriginNodeUuids = UuidListBody.Parse(ref cursor, "bfs_origin_node_uuids", Limits.FilterUuids),
            };
        }

        return name.SequenceEqual("search_filters"u8)
            ? search with { Filters = SearchFiltersBody.Parse(ref cursor, "search_filters") }
            : null;
    }

    private static GraphSearch Unknown(ref JsonCursor cursor, scoped ReadOnlySpan<byte> name, GraphSearch search)
    {
        cursor.SkipUnknown(name);
        return search;
    }
}
