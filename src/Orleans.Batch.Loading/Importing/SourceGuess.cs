using System.Text;
using Orleans.Batch.Formats.Csv;

namespace Orleans.Batch.Loading;

/// <summary>Tells from the name and the beginning of a file that it is no load file, and what it seems to be instead.</summary>
internal static class SourceGuess
{
    private const int Beginning = 64 * 1024;

    /// <summary>What is wrong with the file as a load file; null when it may be one.</summary>
    public static string? Problem(string path)
    {
        if (SourceFiles.IsZip(path))
        {
            return Advice(path, "is a zip archive", OfArchive(path));
        }

        if (CsvRecords.Reads(path))
        {
            return null;
        }

        var start = Start(path);
        var text = start.AsSpan().TrimStart("\uFEFF \t\r\n");
        if (text.IsEmpty)
        {
            return null;
        }

        if (text[0] == '[')
        {
            var format = start.Contains("\"chat_messages\"", StringComparison.Ordinal) ? "claude"
                : start.Contains("\"mapping\"", StringComparison.Ordinal) ? "chatgpt"
                : Path.GetFileName(path).StartsWith("conversations", StringComparison.OrdinalIgnoreCase) ? null
                : "json";
            return Advice(path, "is one JSON array, and a load file has one JSON object a line", format);
        }

        var lines = start.Split('\n');
        if (lines[0].TrimStart('\uFEFF').Trim() == "{")
        {
            return Advice(path, "is one JSON document, and a load file has one JSON object a line", "json");
        }

        // A load file with a broken line is still one.
        return Array.Exists(lines, l => l.AsSpan().TrimStart("\uFEFF \t").StartsWith("{")) ? null
            : text.Contains('\0') ? $"{path} is not text: a load file is newline-delimited JSON or CSV, plain or gzip."
            : Other(path, text);
    }

    private static string? Other(string path, ReadOnlySpan<char> text)
    {
        var extension = Path.GetExtension(path).ToLowerInvariant();
        return text.StartsWith("From ") || extension is ".eml" or ".mbox" ? Advice(path, "is mail", "email")
            : extension is ".md" or ".markdown" ? Advice(path, "is Markdown", "markdown")
            : text[0] == '[' || (text.Length > 1 && char.IsAsciiDigit(text[0]) && extension == ".txt") ? Advice(path, "has no JSON", "whatsapp")
            : extension is ".ndjson" or ".jsonl" or ".gz" or "" ? null
            : $"{path} is no load file: none of its first lines is a JSON object. Load files are newline-delimited JSON, or CSV with a name that ends in .csv.";
    }

    private static string Advice(string path, string what, string? format) =>
        $"{path} {what}. To import it, say what it is: "
        + (format is null ? string.Join(", ", ImportFormats.All.Where(f => !f.IsRemote).Select(f => $"--from {f.Name}")) : $"--from {format}") + ".";

    private static string? OfArchive(string path)
    {
        using var files = SourceFiles.Open(path);
        var names = files.All.Select(f => f.Last).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return names.Contains("channels.json") ? "slack"
            : names.Contains("chat.html") || names.Contains("message_feedback.json") || names.Contains("conversations-000.json") ? "chatgpt"
            : names.Contains("conversations.json") && (names.Contains("users.json") || names.Contains("projects.json")) ? "claude"
            : names.Contains("_chat.txt") || names.Any(n => n.StartsWith("WhatsApp", StringComparison.Ordinal)) ? "whatsapp"
            : null;
    }

    private static string Start(string path)
    {
        using var content = FileContent.Open(path, out _);
        var bytes = new byte[Beginning];
        return Encoding.UTF8.GetString(bytes, 0, content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
    }
}
