namespace Orleans.Batch.Gateway;

/// <summary>Reads the body that creates a thread.</summary>
internal static class ThreadBody
{
    public static (string ThreadId, string UserId) Parse(ReadOnlySpan<byte> body, UnknownFields? unknown = null) =>
        JsonBody.Parse(body, ParseRoot, unknown);

    private static (string, string) ParseRoot(ref JsonCursor cursor)
    {
        string? threadId = null;
        string? userId = null;
        if (cursor.EnterObject(null, "the body"))
        {
            var keys = cursor.NewGuard();
            while (cursor.NextField(ref keys, out var name))
            {
                if (name.SequenceEqual("thread_id"u8))
                {
                    threadId = cursor.Text("thread_id", Limits.IdLength);
                }
                else if (name.SequenceEqual("user_id"u8))
                {
                    userId = cursor.Text("user_id", Limits.IdLength);
                }
                else
                {
                    cursor.SkipUnknown(name);
                }
            }

            cursor.RequireId("thread_id", threadId);
            cursor.RequireId("user_id", userId);
        }

        return (threadId!, userId!);
    }
}
