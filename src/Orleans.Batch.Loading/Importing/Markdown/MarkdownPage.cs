using System.Text;
using System.Text.RegularExpressions;

namespace Orleans.Batch.Loading;

/// <summary>A part of a page below one heading.</summary>
/// <param name="Line">The line that it begins on.</param>
/// <param name="Heading">The headings above it, from the first to the last, separated by " › ".</param>
/// <param name="Text">Its text.</param>
internal sealed record MarkdownSection(long Line, string Heading, string Text);

/// <summary>A page: its front matter and its sections. Only what is needed of Markdown is read: headings outside of code.</summary>
/// <param name="Title">The title of the front matter, or the first heading of the first level.</param>
/// <param name="Date">The date of the front matter, as it is written.</param>
/// <param name="Sections">The sections, in order.</param>
internal sealed partial record MarkdownPage(string? Title, string? Date, IReadOnlyList<MarkdownSection> Sections)
{
    private static readonly string[] DateFields = ["date", "created", "created_at", "published", "updated"];

    /// <summary>Parses a page.</summary>
    public static MarkdownPage Parse(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        var begin = FrontMatter(lines, out var fields);
        var sections = new List<MarkdownSection>();
        var headings = new List<(int Level, string Text)>();
        var (body, line, fence) = (new StringBuilder(), begin + 1, "");
        for (var i = begin; i < lines.Length; i++)
        {
            var mark = Fence().Match(lines[i]).Groups["mark"].Value;
            if (mark.Length > 0 && (fence.Length == 0 || (mark[0] == fence[0] && mark.Length >= fence.Length)))
            {
                fence = fence.Length == 0 ? mark : "";
            }

            var heading = fence.Length == 0 && mark.Length == 0 ? Heading().Match(lines[i]) : Match.Empty;
            if (heading.Success)
            {
                End();
                var level = heading.Groups["level"].Length;
                headings.RemoveAll(h => h.Level >= level);
                headings.Add((level, heading.Groups["text"].Value));
                line = i + 1;
            }
            else
            {
                body.Append(lines[i]).Append('\n');
            }
        }

        End();
        var title = fields.GetValueOrDefault("title") ?? sections.Select(s => s.Heading.Split(" › ")[0]).FirstOrDefault(h => h.Length > 0);
        return new(title, DateFields.Select(fields.GetValueOrDefault).FirstOrDefault(d => d is not null), sections);

        void End()
        {
            var content = body.ToString().Trim();
            if (content.Length > 0)
            {
                sections.Add(new(line, string.Join(" › ", headings.Select(h => h.Text)), content));
            }

            body.Clear();
        }
    }

    /// <summary>The date that a file's name begins with, such as 2024-03-01-trip.md; null when there is none.</summary>
    public static string? DateOfName(string name) => Dated().Match(name) is { Success: true } match ? match.Value : null;

    // The simple fields "name: value" between two lines of dashes; returns the line behind them.
    private static int FrontMatter(string[] lines, out Dictionary<string, string> fields)
    {
        fields = new(StringComparer.OrdinalIgnoreCase);
        var end = lines[0].TrimEnd() == "---" ? Array.FindIndex(lines, 1, l => l.TrimEnd() is "---" or "...") : -1;
        for (var i = 1; i < end; i++)
        {
            var colon = lines[i].IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && lines[i][(colon + 1)..].Trim().Trim('"', '\'') is { Length: > 0 } value)
            {
                fields.TryAdd(lines[i][..colon].Trim(), value);
            }
        }

        return end + 1;
    }

    [GeneratedRegex("^ {0,3}(?<level>#{1,6})[ \t]+(?<text>.*?)[ \t]*#*[ \t]*$", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Heading();

    [GeneratedRegex("^ {0,3}(?<mark>`{3,}|~{3,})", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}", RegexOptions.None, 1_000)]
    private static partial Regex Dated();
}
