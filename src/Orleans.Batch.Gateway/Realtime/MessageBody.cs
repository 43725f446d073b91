namespace Orleans.Batch.Gateway.Realtime;

/// <summary>One message of a thread.</summary>
internal static class MessageBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("AddMessage", "A message to add.")
        .RawText("content", Limits.MessageLength, "The text.", static (ref m, v) => m.Content = v).Required()
        .Word<RoleType>("role", "The speaker's role.", static (ref m, v) => m.Role = v).Required()
        .RawText("name", Limits.SpeakerNameLength, "The speaker's name.", static (ref m, v) => m.Name = v)
        .Timestamp("created_at", "The reference time of its facts; RFC 3339 with an offset.", static (ref m, v) => m.CreatedAt = v)
        .Json("metadata", Limits.MetadataBytes, "At most ten keys with scalars or non-empty arrays of scalars.", static (ref m, v) => m.Metadata = v);

    /// <summary>Returns the message, or null when it has problems, all of which are added.</summary>
    public static NewMessage? Parse(ref JsonCursor cursor)
    {
        var before = cursor.Problems.Count;
        var draft = default(Draft);
        if (!Table.Read(ref cursor, null, "a message", ref draft) || cursor.Problems.Count > before)
        {
            return null;
        }

        var message = new NewMessage
        {
            Role = draft.Role!.Value,
            Content = draft.Content!,
            Name = draft.Name,
            CreatedAt = draft.CreatedAt,
            Metadata = draft.Metadata,
        };
        MessageRules.Check(message, cursor.Index!.Value, cursor.Problems);
        return message;
    }

    internal struct Draft
    {
        public string? Content;
        public RoleType? Role;
        public string? Name;
        public DateTimeOffset? CreatedAt;
        public JsonText? Metadata;
    }
}
