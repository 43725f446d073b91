using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>
/// Imports ChatGPT's export: each conversation is a thread of the user. Of a conversation that was continued in several
/// ways, the branch that its owner saw last is taken (<see cref="ChatGptBranch"/>).
/// </summary>
internal sealed class ChatGptImporter(ImportSettings settings) : ConversationImporter(settings)
{
    /// <inheritdoc/>
    protected override void Add(string place, JsonElement conversation, ImportWriter writer)
    {
        var id = conversation.Text("conversation_id") ?? conversation.Text("id");
        if (id is null || conversation.Field("mapping").ValueKind != JsonValueKind.Object)
        {
            writer.Reject(place, conversation, "It is no conversation of ChatGPT: it has no conversation_id or no mapping");
            return;
        }

        var began = conversation.Seconds("create_time");
        var branch = ChatGptBranch.Of(conversation);
        writer.LeaveOut("messages on other branches", branch.Others);
        writer.Group(began ?? branch.Messages.Select(m => m.Seconds("create_time")).FirstOrDefault(t => t is not null));
        var thread = SourceIds.Fit("chatgpt-" + id, Limits.IdLength);
        var named = false;
        var (number, at) = (0, began);
        foreach (var message in branch.Messages)
        {
            number++;

            // Some messages have no time of their own.
            at = message.Seconds("create_time") ?? at;
            var text = ChatGptText.Of(message, writer);
            if (text is null)
            {
                continue;
            }

            if (!named)
            {
                writer.Thread(place, thread, User);
                named = true;
            }

            var isUser = message.Field("author").Text("role") == "user";
            writer.Add(new($"{place}, message {number}", text)
            {
                Thread = thread,
                Role = isUser ? "user" : "assistant",
                Speaker = isUser ? null : "ChatGPT",
                At = at,
                Id = message.Text("id"),
                Metadata = Titled(conversation.Text("title")),
            });
        }
    }
}
