using System.IO.Compression;
using System.Text;

namespace Orleans.Batch.EndToEnd.Changelogs;

/// <summary>The changelog entries of one installed package, oldest first.</summary>
/// <param name="Package">Its name.</param>
/// <param name="Entries">Its entries, none longer than the limit of an episode.</param>
internal sealed record PackageHistory(string Package, IReadOnlyList<ChangelogEntry> Entries)
{
    private const int LongestEpisode = 10_000;

    /// <summary>Every package of this machine that has a Debian changelog; empty on other systems.</summary>
    public static IReadOnlyList<PackageHistory> OfThisMachine()
    {
        var root = new DirectoryInfo("/usr/share/doc");
        return !root.Exists ? [] :
        [
            .. root.EnumerateDirectories()
                .OrderBy(d => d.Name, StringComparer.Ordinal)
                .Select(d => new PackageHistory(d.Name, Read(d)))
                .Where(p => p.Entries.Count > 0),
        ];
    }

    private static List<ChangelogEntry> Read(DirectoryInfo package) =>
    [
        .. package.EnumerateFiles("changelog*.gz")
            .OrderBy(f => f.Name, StringComparer.Ordinal)
            .SelectMany(ReadFile),
    ];

    private static IEnumerable<ChangelogEntry> ReadFile(FileInfo changelog)
    {
        using var text = new StreamReader(new GZipStream(changelog.OpenRead(), CompressionMode.Decompress), Encoding.UTF8);
        return ChangelogEntry.Parse(text).Select(e => e with { Text = Cut(e.Text) }).Reverse().ToList();
    }

    private static string Cut(string text) =>
        string.Concat(text.EnumerateRunes().Where(r => r.Value != 0).Take(LongestEpisode).Select(r => r.ToString()));
}
