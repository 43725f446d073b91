namespace Orleans.Batch.Gateway;

/// <summary>
/// What a search found; only what the scope asks for. Observations and thread summaries are always empty: no model makes
/// them.
/// </summary>
internal sealed record SearchAnswer(
    IReadOnlyList<EdgeAnswer>? Edges,
    IReadOnlyList<NodeAnswer>? Nodes,
    IReadOnlyList<EpisodeAnswer>? Episodes,
    IReadOnlyList<MessageAnswer>? Observations,
    IReadOnlyList<MessageAnswer>? ThreadSummaries,
    string? Context,
    SearchResponse Response)
{
    public static SearchAnswer Of(GraphSearchResults found, SearchScope scope) => new(
        found.Edges is { } edges ? EdgeAnswer.OfAll(edges) : null,
        found.Nodes is { } nodes ? NodeAnswer.OfAll(nodes) : null,
        found.Episodes is { } episodes ? EpisodeAnswer.OfAll(episodes) : null,
        scope == SearchScope.Observations ? [] : null,
        scope == SearchScope.ThreadSummaries ? [] : null,
        found.Context,
        new SearchResponse((int)Math.Ceiling(found.Elapsed.TotalMilliseconds)));
}

/// <summary>Of the answer itself.</summary>
/// <param name="ServerLatencyMs">How long the search took here, in milliseconds.</param>
internal sealed record SearchResponse(int ServerLatencyMs);

/// <summary>A text for an agent.</summary>
internal sealed record ContextAnswer(string Context);
