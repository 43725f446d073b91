using System.Globalization;
using System.Text.RegularExpressions;

namespace Orleans.Batch.EndToEnd.Changelogs;

/// <summary>One entry of a Debian changelog: its text and the date of its trailer, null if that is invalid.</summary>
internal sealed partial record ChangelogEntry(string Text, DateTimeOffset? Date)
{
    /// <summary>The entries of a changelog, in the order of the file, which is newest first (deb-changelog(5)).</summary>
    public static IEnumerable<ChangelogEntry> Parse(TextReader changelog)
    {
        var lines = new List<string>();
        while (changelog.ReadLine() is { } line)
        {
            if (lines.Count == 0 && !Heading().IsMatch(line))
            {
                continue; // text before the first entry
            }

            lines.Add(line);
            if (line.StartsWith(" -- ", StringComparison.Ordinal))
            {
                yield return new ChangelogEntry(string.Join('\n', lines), DateOf(line));
                lines.Clear();
            }
        }
    }

    // The weekday is sometimes wrong, so it is not read.
    private static DateTimeOffset? DateOf(string trailer) =>
        Date822().Match(trailer) is { Success: true } found
        && DateTimeOffset.TryParseExact(
            found.Value, "d MMM yyyy H:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out var date)
            ? date
            : null;

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9+.-]* \([^)]+\)", RegexOptions.None, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\d{1,2} +[A-Z][a-z]{2} +\d{4} +\d{1,2}:\d\d:\d\d +[+-]\d{4}", RegexOptions.None, 1000)]
    private static partial Regex Date822();
}
