namespace Orleans.Batch.Gateway;

/// <summary>Reads which failed messages are to be sent again.</summary>
internal static class RecoverBody
{
    public static (DateTimeOffset Since, DateTimeOffset Until) Parse(ReadOnlySpan<byte> body) => JsonBody.Parse(body, ParseRoot);

    private static (DateTimeOffset, DateTimeOffset) ParseRoot(ref JsonCursor cursor)
    {
        DateTimeOffset? since = null;
        DateTimeOffset? until = null;
        if (cursor.EnterObject(null, "the body"))
        {
            var keys = cursor.NewGuard();
            while (cursor.NextField(ref keys, out var name))
            {
                if (name.SequenceEqual("since"u8))
                {
                    since = cursor.Timestamp("since");
                }
                else if (name.SequenceEqual("until"u8))
                {
                    until = cursor.Timestamp("until");
                }
                else
                {
                    cursor.SkipUnknown(name);
                }
            }

            if (since is null && cursor.Problems.Count == 0)
            {
                cursor.Add("since", ErrorCodes.Required, "since is required");
            }
        }

        return (since.GetValueOrDefault(), until ?? DateTimeOffset.MaxValue);
    }
}
