namespace Orleans.Batch.Gateway.Realtime;

/// <summary>The body of the deprecated call that adds several episodes to one graph.</summary>
internal static class AddEpisodesBody
{
    private static readonly BodyTable<EpisodeDraft> Episode = EpisodeDraft.Table("AddEpisodesItem", "One of several episodes.");

    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>(
        "AddEpisodesRequest", "Episodes to add to one graph, as a batch. Exactly one of graph_id and user_id.")
        .Items(
            "episodes",
            "The episodes, in their order.",
            Episode,
            ReadEpisode,
            static (ref c, v) => c.Episodes = v,
            new ItemLimit(Limits.EpisodesPerCall, "episode", "create a batch for more")).Required()
        .RawText("graph_id", Limits.IdLength, "The graph.", static (ref c, v) => c.GraphId = v)
        .RawText("user_id", Limits.IdLength, "The user whose graph it is.", static (ref c, v) => c.UserId = v)
        .RawText("document_id", Limits.DocumentIdLength, "The document they all are chunks of; not empty.", static (ref c, v) => c.DocumentId = v)
        .Check(static (ref cursor, ref c, in _) => TargetFields.Require(ref cursor, c.GraphId, c.UserId));

    public static IReadOnlyList<NewBatchItem> Parse(ReadOnlySpan<byte> body)
    {
        var call = Table.Parse(body, default);
        return call.Episodes!.ConvertAll(e => e with { GraphId = call.GraphId, UserId = call.UserId, DocumentId = call.DocumentId });
    }

    private static NewBatchItem? ReadEpisode(ref JsonCursor cursor)
    {
        var before = cursor.Problems.Count;
        var episode = default(EpisodeDraft);
        return !Episode.Read(ref cursor, null, "an episode", ref episode) || cursor.Problems.Count > before ? null : new NewBatchItem
        {
            Kind = ItemKind.GraphEpisode,
            Content = episode.Data!,
            DataType = episode.Type,
            SourceDescription = episode.SourceDescription,
            CreatedAt = episode.CreatedAt,
            Metadata = episode.Metadata,
        };
    }

    internal struct Draft
    {
        public List<NewBatchItem>? Episodes;
        public string? GraphId;
        public string? UserId;
        public string? DocumentId;
    }
}
