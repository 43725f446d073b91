using System.Text.RegularExpressions;

namespace Orleans.Batch.EndToEnd.Changelogs;

/// <summary>
/// The versions and maintainers in a package's changelog, each from the date of its entry to that of the next
/// one with another value, read from the changelog alone.
/// </summary>
internal static partial class PackageTimeline
{
    /// <summary>
    /// Whether every entry has its version, maintainer and date as deb-changelog(5) defines them: some from the nineties, and
    /// those that were cut, do not.
    /// </summary>
    public static bool IsTold(PackageHistory history) =>
        history.Entries.All(e => e.Date is not null && Heading().IsMatch(e.Text) && Trailer().IsMatch(e.Text));

    /// <summary>The source package, version and maintainer of an entry.</summary>
    public static (string Source, string Version, string Maintainer) Read(ChangelogEntry entry)
    {
        var heading = Heading().Match(entry.Text);
        return (heading.Groups["source"].Value, heading.Groups["version"].Value, Trailer().Match(entry.Text).Groups["name"].Value.Trim());
    }

    /// <summary>Each source package's versions.</summary>
    public static IReadOnlyList<Period> Versions(PackageHistory history) => Periods(history, e => Read(e).Version);

    /// <summary>Each source package's maintainers, in lower case.</summary>
    public static IReadOnlyList<Period> Maintainers(PackageHistory history) => Periods(
        history, e => string.Join(' ', Trailer().Match(e.Text).Groups["name"].Value.ToLowerInvariant().Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)));

    // Over the years a binary package comes from sources of several names.
    private static List<Period> Periods(PackageHistory history, Func<ChangelogEntry, string> what)
    {
        var periods = new List<Period>();
        foreach (var source in history.Entries.GroupBy(e => Heading().Match(e.Text).Groups["source"].Value.ToLowerInvariant()))
        {
            var begun = periods.Count;
            foreach (var entry in source.OrderBy(e => e.Date))
            {
                if (periods.Count > begun)
                {
                    if (periods[^1].What == what(entry))
                    {
                        continue;
                    }

                    periods[^1] = periods[^1] with { To = entry.Date };
                }

                periods.Add(new Period(source.Key, what(entry), entry.Date!.Value, null));
            }
        }

        return periods;
    }

    [GeneratedRegex(@"\A(?<source>[A-Za-z0-9][A-Za-z0-9+.-]*) \((?<version>[^) ]+)\)( [A-Za-z0-9.+~-]+)+; *[a-z-]+=", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^ -- (?<name>\S[^<]*)<[^>]*>", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Trailer();
}

/// <summary>A value that held for a source package for a time.</summary>
internal sealed record Period(string Source, string What, DateTimeOffset From, DateTimeOffset? To);
