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
        found.Edges is { } edges ? EdgeResponse.OfAll(edges) : null,
        found.Nodes is { } nodes ? NodeResponse.OfAll(nodes) : null,
        found.Episodes is { } episodes ? EpisodeResponse.OfAll(episodes) : null,
        scope == SearchScope.Observations ? [] : null,
        scope == SearchScope.ThreadSummaries ? [] : null,
        found.Context,
        new SearchTiming((int)Math.Ceiling(found.Elapsed.TotalMilliseconds)));
}

/// <summary>Data about the response itself.</summary>
/// <param name="ServerLatencyMs">How long the search took here, in milliseconds.</param>
internal sealed record SearchTiming(int ServerLatencyMs);

/// <summary>A text for an agent.</summary>
internal sealed record ContextResponse(string Context);
