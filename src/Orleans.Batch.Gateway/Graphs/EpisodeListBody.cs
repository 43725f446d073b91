namespace Orleans.Batch.Gateway.Graphs;

/// <summary>The body of an episode listing; no body means the first page.</summary>
internal static class EpisodeListBody
{
    public static BodyTable<EpisodeQuery> Table { get; } = new BodyTable<EpisodeQuery>("EpisodeListRequest", "Which episodes to list.")
        .Count(
            "limit",
            "How many at most; above 50 it counts as 50; 100 when left out.",
            static (ref q, v) => q = q with { Limit = v is { } limit ? Math.Min(limit, Limits.EpisodesPerNamedPage) : q.Limit })
        .Cursor(static (ref q, v) => q = q with { Cursor = v })
        .Word<EpisodeOrder>("order_by", "Default uuid.", static (ref q, v) => q = q with { Order = v ?? q.Order })
        .Descending("direction", static (ref q, v) => q = q with { Descending = v })
        .Metadata("A condition on the metadata.", static (ref q, v) => q = q with { Filter = v })
        .Uuids("mentioned_node_uuids", "Only episodes that mention one of these nodes.", static (ref q, v) => q = q with { Mentioned = v });

    public static EpisodeQuery Parse(ReadOnlySpan<byte> body) => Table.ParseOptional(body, new EpisodeQuery());
}
