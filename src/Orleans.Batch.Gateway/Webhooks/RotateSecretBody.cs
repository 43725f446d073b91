namespace Orleans.Batch.Gateway;

/// <summary>Reads how a secret is to be replaced.</summary>
internal static class RotateSecretBody
{
    private static readonly TimeSpan DefaultOverlap = TimeSpan.FromHours(24);

    /// <summary>For how long the old secret signs beside the new one; no body means the default.</summary>
    public static TimeSpan Parse(ReadOnlySpan<byte> body) =>
        body.IndexOfAnyExcept(" \t\r\n"u8) < 0 ? DefaultOverlap : JsonBody.Parse(body, ParseRoot);

    private static TimeSpan ParseRoot(ref JsonCursor cursor)
    {
        var overlap = DefaultOverlap;
        if (cursor.EnterObject(null, "the body"))
        {
            var keys = cursor.NewGuard();
            while (cursor.NextField(ref keys, out var name))
            {
                if (name.SequenceEqual("overlap_seconds"u8))
                {
                    overlap = cursor.Whole("overlap_seconds", 0, Limits.WebhookSecretOverlapSeconds) is { } seconds
                        ? TimeSpan.FromSeconds(seconds)
                        : overlap;
                }
                else
                {
                    cursor.SkipUnknown(name);
                }
            }
        }

        return overlap;
    }
}
