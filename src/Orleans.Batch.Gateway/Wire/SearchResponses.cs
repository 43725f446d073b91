namespace Orleans.Batch.Gateway.Wire;

/// <summary>
/// The results of a search; only those of the requested scope. Observations and thread summaries are always empty,
/// because no model creates them.
/// </summary>
internal sealed record SearchResponse(
    IReadOnlyList<EdgeResponse>? Edges,
    IReadOnlyList<NodeResponse>? Nodes,
    IReadOnlyList<EpisodeResponse>? Episodes,
    IReadOnlyList<MessageResponse>? Observations,
    IReadOnlyList<MessageResponse>? ThreadSummaries,
    string? Context,
    SearchTiming Response)
{
    public static SearchResponse From(GraphSearchResults found, SearchScope scope) => new(
        found.Edges?.Select((e, i) => EdgeResponse.From(e) with { SelectionRank = Rank(scope, i) }).ToArray(),
        found.Nodes?.Select((n, i) => NodeResponse.From(n) with { SelectionRank = Rank(scope, i) }).ToArray(),
        found.Episodes?.Select((e, i) => EpisodeResponse.From(e) with { SelectionRank = Rank(scope, i) }).ToArray(),
        scope == SearchScope.Observations ? [] : null,
        scope == SearchScope.ThreadSummaries ? [] : null,
        found.Context,
        new SearchTiming((int)Math.Ceiling(found.Elapsed.TotalMilliseconds)));

    private static int? Rank(SearchScope scope, int index) => scope == SearchScope.Auto ? index + 1 : null;
}

/// <summary>Data about the response itself.</summary>
/// <param name="ServerLatencyMs">How long the search took here, in milliseconds.</param>
internal sealed record SearchTiming(int ServerLatencyMs);

/// <summary>A text for an agent.</summary>
internal sealed record ContextResponse(string Context);
