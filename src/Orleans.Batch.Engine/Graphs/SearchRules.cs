using System.Globalization;

namespace Orleans.Batch.Graphs;

/// <summary>The rules for a search.</summary>
public static class SearchRules
{
    internal static GraphSearch Bound(GraphSearch search)
    {
        var problems = new ProblemList();
        TextRules.Check(search.Query, Limits.QueryLength, null, "query", problems);
        SearchFilterRules.Check(search.Filters, problems);
        if (search.Scope is SearchScope.Nodes or SearchScope.Episodes)
        {
            SearchFilterRules.RefuseEndsOfEdges(search.Filters, problems);
        }

        CheckReranker(search, problems);
        if (search.OriginNodeUuids.Count > Limits.FilterUuids)
        {
            problems.Add(null, "bfs_origin_node_uuids", ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"bfs_origin_node_uuids may hold at most {Limits.FilterUuids} entries"));
        }

        var bounded = search with
        {
            Limit = QueryRules.Clamp(search.Limit, Limits.SearchResults, "limit", problems),
            MaxCharacters = QueryRules.Clamp(search.MaxCharacters, Limits.ContextCharacters, "max_characters", problems),
        };
        FieldRules.Refuse(problems);
        return bounded;
    }

    /// <summary>
    /// The order that results are in. What needs a model ranks by fusion instead: agents choose the reranker as a parameter of
    /// their tool, and a refusal would end their call.
    /// </summary>
    internal static SearchReranker AppliedReranker(GraphSearch search) =>
        search.Scope == SearchScope.Auto || search.Reranker is SearchReranker.Mmr or SearchReranker.CrossEncoder
            ? SearchReranker.Rrf
            : search.Reranker;

    private static void CheckReranker(GraphSearch search, ProblemList problems)
    {
        const string field = "reranker";
        switch (search)
        {
            // The order is fixed; an option that needs another order is refused.
            case { Scope: SearchScope.Auto, Reranker: SearchReranker.NodeDistance or SearchReranker.EpisodeMentions }:
                problems.Add(null, field, ErrorCodes.Contradiction, "the scope auto has an order of its own: leave reranker out, or give rrf");
                break;
            case { Scope: SearchScope.Auto }:
                break;
            case { Reranker: SearchReranker.NodeDistance, CenterNodeUuid: null }:
                problems.Add(null, "center_node_uuid", ErrorCodes.Required, "the reranker node_distance needs center_node_uuid");
                break;
            case { Reranker: SearchReranker.NodeDistance, Scope: SearchScope.Episodes }:
                problems.Add(null, field, ErrorCodes.Contradiction, "the reranker node_distance orders edges and nodes, not episodes");
                break;
            default:
                break;
        }
    }
}
