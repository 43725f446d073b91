using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>The text of a message: what the user and the assistant said to each other, without the machinery between.</summary>
internal static class ChatGptText
{
    /// <summary>Whether a message is said by user or assistant, to the other, and shown.</summary>
    public static bool IsSpoken(JsonElement message) =>
        message.Field("author").Text("role") is "user" or "assistant" && Kind(message) is "text" or "multimodal_text" && !IsHidden(message);

    /// <summary>The text; null when there is none to take, which is counted.</summary>
    public static string? Of(JsonElement message, ImportWriter writer)
    {
        var role = message.Field("author").Text("role");
        if (role is not ("user" or "assistant"))
        {
            writer.LeaveOut(role == "system" ? "system messages" : "tool messages");
            return null;
        }

        if (IsHidden(message))
        {
            writer.LeaveOut("hidden messages");
            return null;
        }

        if (Kind(message) is not ("text" or "multimodal_text"))
        {
            writer.LeaveOut("messages of code, reasoning and tools");
            return null;
        }

        var said = new List<string>();
        foreach (var part in message.Field("content").Elements("parts"))
        {
            // Speech is a part with its transcription; images and files are parts without text.
            var text = part.ValueKind == JsonValueKind.Object && part.Text("content_type") == "audio_transcription" ? part.Text("text") : part.Text();
            if (text is null)
            {
                writer.LeaveOut("images, files and recordings");
            }
            else if (!string.IsNullOrWhiteSpace(text))
            {
                said.Add(text);
            }
        }

        if (said.Count == 0)
        {
            writer.LeaveOut("empty messages");
            return null;
        }

        return string.Join("\n\n", said);
    }

    private static string? Kind(JsonElement message) => message.Field("content").Text("content_type");

    private static bool IsHidden(JsonElement message) =>
        message.Field("metadata").True("is_visually_hidden_from_conversation")
        || (message.Text("recipient") is { } to && to != "all")
        || (message.Field("weight") is { ValueKind: JsonValueKind.Number } weight && weight.GetDouble() == 0);
}
