namespace Orleans.Batch.LocalPostgres;

/// <summary>Finds programs of the system by name.</summary>
internal static class Executable
{
    // The PATH of a service often lacks some of these directories.
    private static readonly string[] UsualPlaces = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];

    /// <summary>Returns the absolute path of a program on PATH or in the usual places; null if there is none.</summary>
    public static string? TryFind(string name)
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return OperatingSystem.IsWindows()
            ? onPath.SelectMany(d => (string[])[Path.Combine(d, name + ".exe"), Path.Combine(d, name + ".cmd")]).FirstOrDefault(IsProgram)
            : onPath.Concat(UsualPlaces).Select(d => Path.Combine(d, name)).FirstOrDefault(IsProgram);
    }

    private static bool IsProgram(string path) => Path.IsPathRooted(path) && File.Exists(path);
}
