using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orleans.Batch.EndToEnd.Changelogs;

/// <summary>
/// The machine's changelogs as a file to load: a graph for each package, an item for each entry. The file and the expected
/// answer exist as long as the test class.
/// </summary>
public sealed class ChangelogFile : IDisposable
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ob-changelogs-");
    private readonly List<PackageHistory> _histories = [];

    public ChangelogFile()
        : this(int.MaxValue)
    {
    }

    /// <summary>Limits the packages to those that hold about this number of entries.</summary>
    /// <param name="entries">The number of entries.</param>
    /// <param name="asRecords">Whether entries become JSON records, from which facts are extracted.</param>
    internal ChangelogFile(int entries, bool asRecords = false)
    {
        using var file = new StreamWriter(Path);
        foreach (var history in PackageHistory.OfThisMachine())
        {
            if (Entries >= entries)
            {
                break;
            }

            Write(file, new { type = "graph", graph_id = history.Package });
            foreach (var entry in history.Entries)
            {
                Write(file, Item(history, entry, asRecords && PackageTimeline.IsTold(history)));
            }

            _histories.Add(history);
            Expected.Add(history.Package, [.. history.Entries.Select(e => Hash(e.Text))]);
        }
    }

    public string Path => System.IO.Path.Combine(_folder.FullName, "changelogs.ndjson");

    /// <summary>For each graph, the SHA-256 of its entries in order.</summary>
    public SortedDictionary<string, string[]> Expected { get; } = new(StringComparer.Ordinal);

    /// <summary>The packages in the file.</summary>
    internal IReadOnlyList<PackageHistory> Histories => _histories;

    public int Entries => Expected.Values.Sum(e => e.Length);

    public void Dispose() => _folder.Delete(recursive: true);

    private static object Item(PackageHistory history, ChangelogEntry entry, bool asRecord)
    {
        var (type, data) = asRecord ? ("json", ChangelogRecord.FromEntry(entry)) : ("text", entry.Text);
        return entry.Date is { } date
            ? new { type = "graph_episode", graph_id = history.Package, data_type = type, data, created_at = date.ToString("O") }
            : new { type = "graph_episode", graph_id = history.Package, data_type = type, data };
    }

    private static void Write(StreamWriter file, object line) => file.WriteLine(JsonSerializer.Serialize(line, Json));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
