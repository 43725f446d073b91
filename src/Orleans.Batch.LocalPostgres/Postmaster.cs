using System.Diagnostics;

namespace Orleans.Batch.LocalPostgres;

/// <summary>The content of a cluster's postmaster.pid, and whether that process is really its postmaster.</summary>
internal sealed record Postmaster(int ProcessId, string DataPath, string State)
{
    public const string Ready = "ready";

    private static string FileOf(DataDirectory directory) => Path.Combine(directory.ClusterPath, "postmaster.pid");

    /// <summary>The living postmaster of this cluster; null if there is none, even if the file names one.</summary>
    /// <exception cref="IOException">The state is unknown: no more files can be opened (<see cref="OpenFileLimit"/>).</exception>
    public static Postmaster? TryFind(DataDirectory directory) =>
        TryRead(directory) is { } postmaster && postmaster.IsAlive() ? postmaster : null;

    /// <summary>Whether a postmaster.pid exists, of a living postmaster or not.</summary>
    public static bool HasFile(DataDirectory directory) => File.Exists(FileOf(directory));

    /// <summary>
    /// Removes lock files that outlived their postmaster and whose process number now belongs to another program,
    /// or to a zombie process. PostgreSQL itself would take that process for a postmaster and refuse to
    /// start, forever in a container, where numbers repeat after each restart.
    /// </summary>
    /// <returns>The removed files.</returns>
    public static IReadOnlyList<string> RemoveMisleadingFiles(DataDirectory directory, InstanceAddress address)
    {
        if (!OperatingSystem.IsLinux() || TryFind(directory) is not null || AnyBackend(directory))
        {
            return [];
        }

        List<string> misleading =
            [.. new[] { FileOf(directory), address.SocketLockFile }.OfType<string>().Where(NamesAProcess)];
        misleading.ForEach(File.Delete);
        return misleading;
    }

    private static bool NamesAProcess(string lockFile) =>
        File.Exists(lockFile)
        && int.TryParse(File.ReadLines(lockFile).FirstOrDefault(), null, out var process)
        && Path.Exists($"/proc/{process}");

    private static Postmaster? TryRead(DataDirectory directory)
    {
        try
        {
            // Lines: process, data directory, start, port, socket directory, listen address, memory key, state.
            var lines = File.ReadAllLines(FileOf(directory));
            return lines.Length > 0 && int.TryParse(lines[0], null, out var process)
                ? new Postmaster(
                    process, lines.ElementAtOrDefault(1) ?? "", lines.ElementAtOrDefault(7)?.Trim() ?? "starting")
                : null;
        }
        catch (IOException e) when (!OpenFileLimit.IsReached(e))
        {
            return null;
        }
    }

    private bool IsAlive()
    {
        if (OperatingSystem.IsLinux())
        {
            // Zombie processes still have a /proc entry, with an empty command line.
            var command = TryReadCommand(ProcessId);
            return command.Length > 0 && IsPostgres(command[0])
                && command.Contains(DataPath, StringComparer.Ordinal);
        }

        try
        {
            using var process = Process.GetProcessById(ProcessId);
            return process.ProcessName.StartsWith("postgres", StringComparison.OrdinalIgnoreCase);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static string[] TryReadCommand(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !OpenFileLimit.IsReached(e))
        {
            return [];
        }
    }

    // Backends of a killed postmaster still write for a moment; while one lives, the file must stay.
    // Their titles contain the cluster's name (just after the fork still the postmaster's own command line), and only the titles
    // may be read of another user's processes.
    private static bool AnyBackend(DataDirectory directory) =>
        Directory.EnumerateDirectories("/proc").Select(p => Path.GetFileName(p))
            .Any(p => int.TryParse(p, null, out var process)
                && TryReadCommand(process) is [var title, ..] command
                && (title.StartsWith("postgres: " + PostgresConfiguration.ClusterName(directory), StringComparison.Ordinal)
                    || (IsPostgres(title) && command.Contains(directory.ClusterPath, StringComparer.Ordinal))));

    private static bool IsPostgres(string program) => Path.GetFileName(program) == "postgres";
}
