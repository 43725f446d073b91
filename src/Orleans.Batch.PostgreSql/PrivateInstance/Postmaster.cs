using System.Diagnostics;

namespace Orleans.Batch.PostgreSql.PrivateInstance;

/// <summary>What postmaster.pid says of a cluster, and whether that process is really its postmaster.</summary>
internal sealed record Postmaster(int ProcessId, string DataPath, string State)
{
    public const string Ready = "ready";

    private static string FileOf(DataDirectory directory) => Path.Combine(directory.Cluster, "postmaster.pid");

    /// <summary>The living postmaster of this cluster; null where none lives, whatever the file says.</summary>
    public static Postmaster? TryFind(DataDirectory directory) =>
        TryRead(directory) is { } postmaster && postmaster.Lives() ? postmaster : null;

    /// <summary>Whether a postmaster.pid is there, of a living postmaster or not.</summary>
    public static bool HasFile(DataDirectory directory) => File.Exists(FileOf(directory));

    /// <summary>
    /// Removes a file whose process number now belongs to some other program. PostgreSQL itself would take that one
    /// for a postmaster and refuse to start, for ever in a container, where numbers come back after each restart.
    /// </summary>
    /// <returns>True where the file was removed.</returns>
    public static bool RemoveMisleadingFile(DataDirectory directory)
    {
        if (!OperatingSystem.IsLinux() || TryRead(directory) is not { } stale
            || !Path.Exists($"/proc/{stale.ProcessId}") || stale.Lives() || AnyBackend(directory))
        {
            return false;
        }

        File.Delete(FileOf(directory));
        return true;
    }

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
        catch (IOException)
        {
            return null;
        }
    }

    private bool Lives()
    {
        if (OperatingSystem.IsLinux())
        {
            // The dead that nobody reaped still have a /proc entry, with an empty command line.
            var command = TryReadCommand(ProcessId);
            return command.Length > 0 && Path.GetFileName(command[0]) == "postgres"
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Backends of a postmaster that was killed still write for a moment; while one lives, the file must stay.
    // Their titles carry the cluster's name, and are all that may be read of another user's processes.
    private static bool AnyBackend(DataDirectory directory) =>
        Directory.EnumerateDirectories("/proc").Select(p => Path.GetFileName(p))
            .Any(p => int.TryParse(p, null, out var process)
                && TryReadCommand(process) is [var title, ..]
                && title.StartsWith("postgres: " + ClusterSettings.ClusterName(directory), StringComparison.Ordinal));
}
