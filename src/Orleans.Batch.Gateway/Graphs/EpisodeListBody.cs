namespace Orleans.Batch.Gateway;

/// <summary>The body of an episode listing.</summary>
internal static class EpisodeListBody
{
    private const int MaxLimit = 50;
    private const int MaxCursor = 1_000;

    private enum Direction
    {
        Asc,
        Desc,
    }

    /// <summary>Reads it; no body means the first page.</summary>
    public static EpisodeQuery Parse(ReadOnlySpan<byte> body) => body.IndexOfAnyExcept(" \t\r\n"u8) < 0
        ? new EpisodeQuery()
        : JsonBody.Parse(body, ParseRoot);

    private static EpisodeQuery ParseRoot(ref JsonCursor cursor)
    {
        var query = new EpisodeQuery();
        if (cursor.EnterObject(null, "the body"))
        {
            var keys = cursor.NewGuard();
            while (cursor.NextField(ref keys, out var name))
            {
                if (name.SequenceEqual("limit"u8))
                {
                    // The default is 100, yet the maximum for a given limit is 50.
                    query = query with { Limit = cursor.Positive("limit") is { } limit ? Math.Min(limit, MaxLimit) : query.Limit };
                }
                else if (name.SequenceEqual("cursor"u8))
                {
                    query = query with { Cursor = cursor.ShortText("cursor", MaxCursor) is { Length: > 0 } text ? text : null };
                }
                else if (name.SequenceEqual("order_by"u8))
                {
                    query = query with { Order = cursor.Word<EpisodeOrder>("order_by") ?? query.Order };
                }
                else if (name.SequenceEqual("direction"u8))
                {
                    query = query with { Descending = cursor.Word<Direction>("direction") is not Direction.Asc };
                }
                else if (name.SequenceEqual("episode_metadata_filters"u8))
                {
                    query = query with { Filter = MetadataFilterBody.Parse(ref cursor) };
                }
                else if (name.SequenceEqual("mentioned_node_uuids"u8))
                {
                    query = query with { Mentioned = UuidListBody.Parse(ref cursor, "mentioned_node_uuids", Limits.FilterUuids) };
                }
                else
                {
                    cursor.SkipUnknown(name);
                }
            }
        }

        return query;
    }
}
