using System.Text.Json;

namespace Orleans.Batch.TestKit.Models;

/// <summary>
/// Writes the stub's answer to a prompt for summaries: the name, and behind it the facts or messages as they stand there. Of a thread that has
/// a summary, the messages are added to it.
/// </summary>
internal static class StubSummaries
{
    private const string SubjectMark = "{\"subject\":";

    /// <summary>Whether a prompt asks for summaries.</summary>
    public static bool IsAsked(string user) => user.StartsWith(SubjectMark, StringComparison.Ordinal);

    /// <param name="user">The text of the prompt, in which each subject, fact and message is a line of JSON.</param>
    public static string Write(string user)
    {
        var lines = user.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<JsonElement>(l));
        var summaries = lines.GroupBy(l => l.GetProperty("subject").GetInt32()).Select(s => new { subject = s.Key, summary = Summarize([.. s]) });
        return JsonSerializer.Serialize(new { summaries });
    }

    private static string Summarize(List<JsonElement> lines)
    {
        var head = lines[0];
        var told = lines.Skip(1).Select(l => Find(l, "said") ?? (Find(l, "until") is null ? "" : "no longer ") + Find(l, "fact"));
        return Find(head, "kind") == "thread" && Find(head, "summary") is { } previous
            ? $"{previous}; {string.Join("; ", told)}"
            : $"{Find(head, "name")}: {string.Join("; ", told)}";
    }

    private static string? Find(JsonElement line, string property) => line.TryGetProperty(property, out var value) ? value.GetString() : null;
}
