namespace Orleans.Batch.Gateway;

/// <summary>Reads the body that adds an episode.</summary>
internal static class AddEpisodeBody
{
    public static NewEpisode Parse(ReadOnlySpan<byte> body) => JsonBody.Parse(body, ParseRoot);

    private static NewEpisode ParseRoot(ref JsonCursor cursor)
    {
        var fields = default(EpisodeFields);
        string? graphId = null;
        string? userId = null;
        if (cursor.EnterObject(null, "the body"))
        {
            var keys = cursor.NewGuard();
            while (cursor.NextField(ref keys, out var name))
            {
                if (name.SequenceEqual("graph_id"u8))
                {
                    graphId = cursor.Text("graph_id", Limits.IdLength);
                }
                else if (name.SequenceEqual("user_id"u8))
                {
                    userId = cursor.Text("user_id", Limits.IdLength);
                }
                else if (name.SequenceEqual("document_id"u8))
                {
                    fields.DocumentId = cursor.Text("document_id", Limits.DocumentIdLength);
                }
                else if (!fields.Read(ref cursor, name))
                {
                    cursor.SkipUnknown(name);
                }
            }

            fields.Require(ref cursor);
            TargetBody.Require(ref cursor, graphId, userId);
        }

        return new NewEpisode
        {
            Target = new GraphTarget(graphId, userId),
            Content = fields.Data!,
            DataType = fields.Type.GetValueOrDefault(),
            CreatedAt = fields.CreatedAt,
            SourceDescription = fields.SourceDescription,
            DocumentId = fields.DocumentId,
            Metadata = fields.Metadata,
        };
    }
}
