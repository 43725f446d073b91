namespace Orleans.Batch.Gateway;

/// <summary>Reads one message of a thread.</summary>
internal static class MessageBody
{
    /// <summary>Returns the message, or null when it has problems, all of which are added.</summary>
    public static NewMessage? Parse(ref JsonCursor cursor)
    {
        var before = cursor.Problems.Count;
        if (!cursor.EnterObject(null, "a message"))
        {
            return null;
        }

        string? content = null;
        string? speaker = null;
        RoleType? role = null;
        DateTimeOffset? createdAt = null;
        JsonText? metadata = null;
        var keys = cursor.NewGuard();
        while (cursor.NextField(ref keys, out var name))
        {
            if (name.SequenceEqual("content"u8))
            {
                content = cursor.Text("content", Limits.MessageLength);
            }
            else if (name.SequenceEqual("role"u8))
            {
                role = cursor.Word<RoleType>("role");
            }
            else if (name.SequenceEqual("name"u8))
            {
                speaker = cursor.Text("name", Limits.SpeakerNameLength);
            }
            else if (name.SequenceEqual("created_at"u8))
            {
                createdAt = cursor.Timestamp("created_at");
            }
            else if (name.SequenceEqual("metadata"u8))
            {
                metadata = cursor.ObjectText("metadata", Limits.MetadataBytes);
            }
            else
            {
                cursor.SkipUnknown(name);
            }
        }

        Require(ref cursor, before, content is null, "content", "content is required");
        Require(ref cursor, before, role is null, "role", $"role is required: {EnumNames<RoleType>.All}");
        if (cursor.Problems.Count > before)
        {
            return null;
        }

        var message = new NewMessage
        {
            Role = role!.Value,
            Content = content!,
            Name = speaker,
            CreatedAt = createdAt,
            Metadata = metadata,
        };
        MessageRules.Check(message, cursor.Index!.Value, cursor.Problems);
        return message;
    }

    // Reported once: a refused field is not missing.
    private static void Require(ref JsonCursor cursor, int before, bool missing, string field, string message)
    {
        if (missing && !cursor.Problems.Listed.Skip(before).Any(p => p.Field == field))
        {
            cursor.Add(field, ErrorCodes.Required, message);
        }
    }
}
