namespace Orleans.Batch.Gateway.Realtime;

/// <summary>The body that adds an episode.</summary>
internal static class AddEpisodeBody
{
    public static BodyTable<EpisodeDraft> Table { get; } = EpisodeDraft
        .Table("AddEpisodeRequest", "An episode to add at once. Exactly one of graph_id and user_id.")
        .RawText("graph_id", Limits.IdLength, "The graph.", static (ref e, v) => e.GraphId = v)
        .RawText("user_id", Limits.IdLength, "The user whose graph it is.", static (ref e, v) => e.UserId = v)
        .RawText("document_id", Limits.DocumentIdLength, "Groups the chunks of a document; not empty.", static (ref e, v) => e.DocumentId = v)
        .Check(static (ref cursor, ref e, in _) => TargetFields.Require(ref cursor, e.GraphId, e.UserId));

    public static NewEpisode Parse(ReadOnlySpan<byte> body)
    {
        var episode = Table.Parse(body, default);
        return new NewEpisode
        {
            Target = new GraphTarget(episode.GraphId, episode.UserId),
            Content = episode.Data!,
            DataType = episode.Type.GetValueOrDefault(),
            CreatedAt = episode.CreatedAt,
            SourceDescription = episode.SourceDescription,
            DocumentId = episode.DocumentId,
            Metadata = episode.Metadata,
        };
    }
}
