using System.Globalization;

namespace Orleans.Batch.Gateway;

/// <summary>Reads the body of the deprecated call that adds several episodes to one graph.</summary>
internal static class AddEpisodesBody
{
    public static IReadOnlyList<NewBatchItem> Parse(ReadOnlySpan<byte> body) => JsonBody.Parse(body, ParseRoot);

    private static List<NewBatchItem> ParseRoot(ref JsonCursor cursor)
    {
        List<NewBatchItem>? episodes = null;
        string? graphId = null;
        string? userId = null;
        string? documentId = null;
        if (cursor.EnterObject(null, "the body"))
        {
            var keys = cursor.NewGuard();
            while (cursor.NextField(ref keys, out var name))
            {
                if (name.SequenceEqual("episodes"u8) && !cursor.IsNull)
                {
                    episodes = ParseEpisodes(ref cursor);
                }
                else if (name.SequenceEqual("graph_id"u8))
                {
                    graphId = cursor.Text("graph_id", Limits.IdLength);
                }
                else if (name.SequenceEqual("user_id"u8))
                {
                    userId = cursor.Text("user_id", Limits.IdLength);
                }
                else if (name.SequenceEqual("document_id"u8))
                {
                    documentId = cursor.Text("document_id", Limits.DocumentIdLength);
                }
                else
                {
                    cursor.SkipUnknown(name);
                }
            }

            if (episodes is null)
            {
                cursor.Add("episodes", ErrorCodes.Required, "episodes is required");
            }

            TargetBody.Require(ref cursor, graphId, userId);
        }

        return (episodes ?? []).ConvertAll(e => e with { GraphId = graphId, UserId = userId, DocumentId = documentId });
    }

    private static List<NewBatchItem> ParseEpisodes(ref JsonCursor cursor)
    {
        var episodes = new List<NewBatchItem>();
        if (!cursor.EnterArray("episodes", "episodes"))
        {
            return episodes;
        }

        var count = 0;
        for (; cursor.NextElement(); count++)
        {
            if (count >= Limits.EpisodesPerCall)
            {
                cursor.Skip();
                continue;
            }

            cursor.Index = count;
            if (ParseEpisode(ref cursor) is { } episode)
            {
                episodes.Add(episode);
            }
        }

        cursor.Index = null;
        if (count == 0)
        {
            cursor.Add("episodes", ErrorCodes.Required, "episodes must hold at least one episode");
        }
        else if (count > Limits.EpisodesPerCall)
        {
            cursor.Add("episodes", ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"at most {Limits.EpisodesPerCall} episodes can be added in one call, got {count}; create a batch for more"));
        }

        return episodes;
    }

    private static NewBatchItem? ParseEpisode(ref JsonCursor cursor)
    {
        var before = cursor.Problems.Count;
        if (!cursor.EnterObject(null, "an episode"))
        {
            return null;
        }

        var fields = default(EpisodeFields);
        var keys = cursor.NewGuard();
        while (cursor.NextField(ref keys, out var name))
        {
            if (!fields.Read(ref cursor, name))
            {
                cursor.SkipUnknown(name);
            }
        }

        fields.Require(ref cursor);
        return cursor.Problems.Count > before ? null : new NewBatchItem
        {
            Kind = ItemKind.GraphEpisode,
            Content = fields.Data!,
            DataType = fields.Type,
            SourceDescription = fields.SourceDescription,
            CreatedAt = fields.CreatedAt,
            Metadata = fields.Metadata,
        };
    }
}
