using System.Globalization;

namespace Orleans.Batch.Gateway;

/// <summary>The body of an episode listing.</summary>
/// <param name="Query">What to list.</param>
/// <param name="MentionsNodes">Only episodes that mention some given nodes are wanted.</param>
internal sealed record EpisodeListBody(EpisodeQuery Query, bool MentionsNodes)
{
    private const int MaxLimit = 50;
    private const int MaxNodes = 256;
    private const int MaxCursor = 1_000;

    private enum Direction
    {
        Asc,
        Desc,
    }

    /// <summary>Reads it; no body at all asks for the first page.</summary>
    public static EpisodeListBody Parse(ReadOnlySpan<byte> body) => body.IndexOfAnyExcept(" \t\r\n"u8) < 0
        ? new EpisodeListBody(new EpisodeQuery(), false)
        : JsonBody.Parse(body, ParseRoot);

    private static EpisodeListBody ParseRoot(ref JsonCursor cursor)
    {
        var query = new EpisodeQuery();
        var nodes = 0;
        if (cursor.EnterObject(null, "the body"))
        {
            var keys = cursor.NewGuard();
            while (cursor.NextField(ref keys, out var name))
            {
                if (name.SequenceEqual("limit"u8))
                {
                    // Left out it is 100, yet 50 is the most that can be asked for (contract §6.3).
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
                    nodes = CountNodes(ref cursor);
                }
                else
                {
                    cursor.SkipUnknown(name);
                }
            }
        }

        return new EpisodeListBody(query, nodes > 0);
    }

    private static int CountNodes(ref JsonCursor cursor)
    {
        const string field = "mentioned_node_uuids";
        if (cursor.IsNull || !cursor.EnterArray(field, field))
        {
            return 0;
        }

        var count = 0;
        while (cursor.NextElement())
        {
            if (++count > MaxNodes)
            {
                cursor.Skip();
            }
            else if (cursor.IsNull || (cursor.Text(field, MaxNodes) is { } text && !Guid.TryParseExact(text, "D", out _)))
            {
                cursor.Add(field, ErrorCodes.InvalidId, $"{field} must hold UUIDs");
            }
        }

        if (count > MaxNodes)
        {
            cursor.Add(field, ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"{field} may hold at most {MaxNodes} UUIDs, got {count}"));
        }

        return count;
    }
}
