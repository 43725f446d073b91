using Orleans.Batch.Gateway.V4.Http;

namespace Orleans.Batch.Gateway.V4.Threads;

/// <summary>One message to add.</summary>
internal static class MessageBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("AddMessage", "A message to add.")
        .RawText("content", Limits.MessageLength, "The text.", static (ref m, v) => m.Content = v).Required()
        .Word<RoleType>("role", "The speaker's role.", static (ref m, v) => m.Role = v).Required()
        .RawText("name", Limits.SpeakerNameLength, "The speaker's name.", static (ref m, v) => m.Name = v)
        .ReferenceTime(static (ref m, v) => m.CreatedAt = v, static (ref m, v) => m.ReferenceTime = v)
        .Json("metadata", Limits.MetadataBytes, "At most ten keys with scalars or non-empty arrays of scalars.", static (ref m, v) => m.Metadata = v)
        .Unsupported("uuid", "the service makes the UUID of a message");

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
            CreatedAt = draft.ReferenceTime ?? draft.CreatedAt,
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
        public DateTimeOffset? ReferenceTime;
        public JsonText? Metadata;
    }
}
