using System.Globalization;

namespace Orleans.Batch.Gateway;

/// <summary>The body that adds messages to a thread.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="IgnoreRoles">Roles stored and not extracted.</param>
/// <param name="ReturnContext">Whether the response contains the thread's context.</param>
internal sealed record AddMessagesBody(IReadOnlyList<NewMessage> Messages, IReadOnlyList<RoleType> IgnoreRoles, bool ReturnContext)
{
    public static AddMessagesBody Parse(ReadOnlySpan<byte> body) => JsonBody.Parse(body, ParseRoot);

    private static AddMessagesBody ParseRoot(ref JsonCursor cursor)
    {
        List<NewMessage>? messages = null;
        List<RoleType>? ignoreRoles = null;
        var returnContext = false;
        if (cursor.EnterObject(null, "the body"))
        {
            var keys = cursor.NewGuard();
            while (cursor.NextField(ref keys, out var name))
            {
                if (name.SequenceEqual("messages"u8) && !cursor.IsNull)
                {
                    messages = ParseMessages(ref cursor);
                }
                else if (name.SequenceEqual("ignore_roles"u8))
                {
                    ignoreRoles = RolesBody.Parse(ref cursor);
                }
                else if (name.SequenceEqual("return_context"u8))
                {
                    returnContext = cursor.Boolean("return_context") ?? false;
                }
                else
                {
                    cursor.SkipUnknown(name);
                }
            }

            if (messages is null)
            {
                cursor.Add("messages", ErrorCodes.Required, "messages is required");
            }
        }

        return new AddMessagesBody(messages ?? [], ignoreRoles ?? [], returnContext);
    }

    private static List<NewMessage> ParseMessages(ref JsonCursor cursor)
    {
        var messages = new List<NewMessage>();
        if (!cursor.EnterArray("messages", "messages"))
        {
            return messages;
        }

        var count = 0;
        for (; cursor.NextElement(); count++)
        {
            if (count >= Limits.MessagesPerCall)
            {
                cursor.Skip();
                continue;
            }

            cursor.Index = count;
            if (MessageBody.Parse(ref cursor) is { } message)
            {
                messages.Add(message);
            }
        }

        cursor.Index = null;
        if (count == 0)
        {
            cursor.Add("messages", ErrorCodes.Required, "messages must hold at least one message");
        }
        else if (count > Limits.MessagesPerCall)
        {
            cursor.Add("messages", ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"at most {Limits.MessagesPerCall} messages can be added in one call, got {count}; send them in several calls, or as a batch"));
        }

        return messages;
    }
}
