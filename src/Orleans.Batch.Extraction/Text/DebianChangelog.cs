using System.Globalization;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>
/// Entries of a Debian changelog (deb-changelog(5)): from the date of its trailer on, the package has this version, and
/// the signer of the entry maintains it.
/// </summary>
internal static class DebianChangelog
{
    private const int LongestHeading = 400;

    /// <summary>Reads the entries of a text.</summary>
    /// <returns>False when it does not begin with an entry.</returns>
    public static bool TryRead(string text, AssertionCollector findings)
    {
        if (Heading(FirstLine(text)) is null)
        {
            return false;
        }

        (string Package, string Version)? entry = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(" -- ") && entry is { } open)
            {
                Close(open.Package, open.Version, line[4..], findings);
                entry = null;
            }
            else if (line.Length > 0 && line[0] != ' ')
            {
                entry = Heading(line) ?? entry;
            }
        }

        return true;
    }

    // bash (5.2.15-2) unstable; urgency=medium
    private static (string Package, string Version)? Heading(ReadOnlySpan<char> line)
    {
        var open = line.IndexOf(" (");
        var close = line.IndexOf(") ");
        if (line.Length > LongestHeading || open < 1 || close < open + 3 || !line.Contains("; urgency=", StringComparison.Ordinal)
            || !char.IsAsciiLetterOrDigit(line[0]) || line[..open].Contains(' ') || line[(open + 2)..close].Contains(' '))
        {
            return null;
        }

        return (line[..open].ToString(), line[(open + 2)..close].ToString());
    }

    // Matthias Klose <doko@debian.org>  Mon, 02 Jan 2023 13:06:21 +0100
    private static void Close(string package, string version, ReadOnlySpan<char> trailer, AssertionCollector findings)
    {
        var mail = trailer.IndexOf('<');
        var behind = trailer.IndexOf('>');
        DateTimeOffset? at = behind > mail && Date(trailer[(behind + 1)..]) is { } date ? date : null;
        var subject = new Entity(package, "Package");
        findings.Add(new Assertion
        {
            Subject = subject, Predicate = "VERSION", Value = JsonScalars.Quote(version), SingleValued = true, At = at,
        });
        if (mail > 0 && trailer[..mail].Trim() is { IsEmpty: false } name)
        {
            findings.Add(new Assertion
            {
                Subject = subject, Predicate = "MAINTAINER", Object = new Entity(name.ToString(), "Person"), SingleValued = true, At = at,
            });
        }
    }

    // The name of the day is sometimes wrong, so it is not read.
    private static DateTimeOffset? Date(ReadOnlySpan<char> trailer)
    {
        var comma = trailer.IndexOf(',');
        return DateTimeOffset.TryParseExact(
            trailer[(comma + 1)..].Trim(), "d MMM yyyy H:mm:ss zzz", CultureInfo.InvariantCulture, DateTimeStyles.AllowInnerWhite, out var date)
            ? date.ToUniversalTime()
            : null;
    }

    private static ReadOnlySpan<char> FirstLine(string text) =>
        text.AsSpan() is var all && all.IndexOf('\n') is var end and >= 0 ? all[..end].TrimEnd('\r') : all;
}
