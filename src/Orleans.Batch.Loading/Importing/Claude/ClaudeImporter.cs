using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>Imports Claude's export: each conversation is a thread of the user.</summary>
internal sealed class ClaudeImporter(ImportSettings settings) : ConversationImporter(settings)
{
    /// <inheritdoc/>
    protected override void Add(string place, JsonElement conversation, ImportWriter writer)
    {
        if (conversation.Text("uuid") is not { Length: > 0 } id || conversation.Field("chat_messages").ValueKind != JsonValueKind.Array)
        {
            writer.Reject(place, conversation, "It is no conversation of Claude: it has no uuid or no chat_messages");
            return;
        }

        var (at, title) = (DateReading.FromIso(conversation.Text("created_at")), conversation.Text("name"));
        writer.Group(at);
        var thread = SourceIds.Fit("claude-" + id, Limits.IdLength);
        var (number, named) = (0, false);
        foreach (var message in conversation.Elements("chat_messages"))
        {
            number++;
            var sender = message.Text("sender");
            if (sender is not ("human" or "assistant"))
            {
                writer.Reject($"{place}, message {number}", message, "Its sender is not human or assistant");
                continue;
            }

            writer.LeaveOut("attachments and files", message.Elements("attachments").Count() + message.Elements("files").Count());
            if (Text(message, writer) is not { } text)
            {
                writer.LeaveOut("empty messages");
                continue;
            }

            if (!named)
            {
                writer.Thread(place, thread, User);
                named = true;
            }

            at = DateReading.FromIso(message.Text("created_at")) ?? at;
            writer.Add(new($"{place}, message {number}", text)
            {
                Thread = thread,
                Role = sender == "human" ? "user" : "assistant",
                Speaker = sender == "human" ? null : "Claude",
                At = at,
                Id = message.Text("uuid"),
                Metadata = Titled(title),
            });
        }
    }

    // Newer exports divide a message into blocks; "text" then also tells of blocks that are no text.
    private static string? Text(JsonElement message, ImportWriter writer)
    {
        var blocks = message.Elements("content").ToList();
        var said = blocks.Where(b => b.Text("type") == "text").Select(b => b.Text("text")).Where(t => !string.IsNullOrWhiteSpace(t)).ToList();
        writer.LeaveOut("blocks of reasoning and tools", blocks.Count(b => b.Text("type") != "text"));
        var text = blocks.Count > 0 ? string.Join("\n\n", said) : message.Text("text");
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }
}
