using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orleans.Batch.EndToEnd.Changelogs;

/// <summary>A changelog entry as a JSON record of its source package.</summary>
internal static class ChangelogRecord
{
    private const int LongestEpisode = 10_000;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The record of an entry; its last lines are left out where it would be too long for an episode.</summary>
    public static string FromEntry(ChangelogEntry entry)
    {
        var (name, version, maintainer) = PackageTimeline.Read(entry);
        var lines = ReadChanges(entry);
        while (true)
        {
            var record = JsonSerializer.Serialize(
                new { name, version, maintainer = new { name = maintainer }, type = "package", changes = string.Join('\n', lines) }, Options);
            if (record.Length <= LongestEpisode)
            {
                return record;
            }

            lines.RemoveAt(lines.Count - 1);
        }
    }

    /// <summary>The text of the changes in a record.</summary>
    public static string GetChanges(string record)
    {
        using var json = JsonDocument.Parse(record);
        return json.RootElement.GetProperty("changes").GetString()!;
    }

    private static List<string> ReadChanges(ChangelogEntry entry) =>
        [.. entry.Text.Split('\n').Where(static l => l.StartsWith("  ", StringComparison.Ordinal))];
}
