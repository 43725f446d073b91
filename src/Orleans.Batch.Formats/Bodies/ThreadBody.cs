using Orleans.Batch.Formats.Json;

namespace Orleans.Batch.Formats.Bodies;

/// <summary>The body that creates a thread.</summary>
internal static class ThreadBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("CreateThreadRequest", "A thread to create.")
        .RawText("thread_id", Limits.IdLength, "The caller's id of the thread.", static (ref t, v) => t.ThreadId = v).Required()
        .RawText("user_id", Limits.IdLength, "The user it belongs to.", static (ref t, v) => t.UserId = v).Required()
        .Check(static (ref cursor, ref t, in _) =>
        {
            TextRules.CheckId(t.ThreadId, null, "thread_id", cursor.Problems);
            TextRules.CheckId(t.UserId, null, "user_id", cursor.Problems);
        });

    public static (string ThreadId, string UserId) Parse(ReadOnlySpan<byte> body, ISkippedFields? unknown = null)
    {
        var thread = Table.Parse(body, default, unknown);
        return (thread.ThreadId!, thread.UserId!);
    }

    internal struct Draft
    {
        public string? ThreadId;
        public string? UserId;
    }
}
