namespace Orleans.Batch.LocalPostgres;

/// <summary>PostgreSQL's log: files of bounded size, of which the newest few are kept.</summary>
internal static class LogFiles
{
    public const string NamePattern = "postgres-%Y%m%d-%H%M%S.log";
    public const int MegabytesEach = 16;
    private const int Kept = 6;
    private const int TailLines = 8;

    /// <summary>The file for postgres output before its log opens.</summary>
    public static string StartLog(DataDirectory directory) => Path.Combine(directory.Logs, "start.txt");

    /// <summary>PostgreSQL rotates by size but removes nothing, so the older ones are removed here.</summary>
    public static void Prune(DataDirectory directory)
    {
        foreach (var old in Newest(directory).Skip(Kept))
        {
            File.Delete(old);
        }
    }

    /// <summary>The last lines of the output of the latest start.</summary>
    public static string Tail(DataDirectory directory) =>
        string.Join('\n', Newest(directory).Take(1).Prepend(StartLog(directory)).Where(File.Exists)
            .SelectMany(f => ReadShared(f).TakeLast(TailLines)));

    private static IEnumerable<string> Newest(DataDirectory directory) =>
        Directory.Exists(directory.Logs)
            ? Directory.EnumerateFiles(directory.Logs, "postgres-*.log").OrderDescending(StringComparer.Ordinal)
            : [];

    private static List<string> ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        var lines = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }
}
