namespace Orleans.Batch.Gateway;

/// <summary>Reads which stored episodes to extract facts from.</summary>
internal static class ExtractBody
{
    public static ExtractionSelection Parse(ReadOnlySpan<byte> body) => JsonBody.Parse(body, ParseRoot);

    private static ExtractionSelection ParseRoot(ref JsonCursor cursor)
    {
        var episodes = new ExtractionSelection();
        if (cursor.EnterObject(null, "the body"))
        {
            var keys = cursor.NewGuard();
            while (cursor.NextField(ref keys, out var name))
            {
                if (name.SequenceEqual("batch_id"u8))
                {
                    episodes = episodes with { BatchId = ParseBatchId(ref cursor) };
                }
                else if (name.SequenceEqual("graph_id"u8))
                {
                    episodes = episodes with { GraphId = cursor.ShortText("graph_id", Limits.IdLength) };
                }
                else if (name.SequenceEqual("user_id"u8))
                {
                    episodes = episodes with { UserId = cursor.ShortText("user_id", Limits.IdLength) };
                }
                else
                {
                    cursor.SkipUnknown(name);
                }
            }
        }

        return episodes;
    }

    private static Guid? ParseBatchId(ref JsonCursor cursor)
    {
        if (cursor.ShortText("batch_id", Limits.IdLength) is not { } text)
        {
            return null;
        }

        if (Guid.TryParse(text, out var id))
        {
            return id;
        }

        cursor.Add("batch_id", ErrorCodes.InvalidId, "batch_id must be the id of a batch, which is a UUID");
        return null;
    }
}
