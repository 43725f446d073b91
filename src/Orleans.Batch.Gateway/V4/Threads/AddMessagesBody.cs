namespace Orleans.Batch.Gateway.V4.Threads;

/// <summary>The body that adds messages to a thread.</summary>
/// <param name="Messages">The messages.</param>
/// <param name="IgnoreRoles">Roles stored and not extracted.</param>
/// <param name="ReturnContext">Whether the answer contains the thread's context.</param>
internal sealed record AddMessagesBody(IReadOnlyList<NewMessage> Messages, IReadOnlyList<RoleType> IgnoreRoles, bool ReturnContext)
{
    public static BodyTable<AddMessagesBody> Table { get; } = new BodyTable<AddMessagesBody>("AddMessagesRequest", "Messages to add at once.")
        .Items(
            "messages",
            "The messages, oldest first.",
            MessageBody.Table,
            MessageBody.Parse,
            static (ref b, v) => b = b with { Messages = v ?? [] },
            new ItemLimit(Limits.MessagesPerCall, "message", "send them in several calls, or as a batch")).Required()
        .Roles("ignore_roles", "Messages in these roles are stored and kept as context, not extracted.", static (ref b, v) => b = b with { IgnoreRoles = v ?? [] })
        .Boolean("return_context", "Whether the answer contains the thread's context.", static (ref b, v) => b = b with { ReturnContext = v ?? false });

    public static AddMessagesBody Parse(ReadOnlySpan<byte> body) => Table.Parse(body, new AddMessagesBody([], [], false));
}
