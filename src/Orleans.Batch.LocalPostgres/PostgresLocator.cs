namespace Orleans.Batch.LocalPostgres;

/// <summary>
/// Finds the installations of PostgreSQL on this machine: first those of the system, the newest first, then those that
/// were unpacked into the data directory or the default one.
/// </summary>
internal static class PostgresLocator
{
    public static async Task<IReadOnlyList<PostgresBinaries>> FindAsync(
        string? onlyDirectory, DataDirectory data, CancellationToken cancellationToken)
    {
        if (onlyDirectory is not null)
        {
            return await OpenAsync([Path.GetFullPath(onlyDirectory)], cancellationToken);
        }

        return
        [
            .. await OpenAsync(SystemPlaces(), cancellationToken),
            .. await OpenAsync(UnpackedPlaces(data), cancellationToken),
        ];
    }

    /// <summary>
    /// Finds a client program such as pg_dump for a server of a major version: of the same version, or else of the next
    /// newer one available. Returns null if there is none.
    /// </summary>
    public static async Task<string?> FindClientAsync(string name, int serverVersion, CancellationToken cancellationToken)
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        var found = new List<(int Version, string Program)>();
        foreach (var directory in path.Split(Path.PathSeparator).Concat(SystemPlaces()).Where(Path.IsPathRooted).Distinct(StringComparer.Ordinal))
        {
            var program = PostgresBinaries.Program(directory, name);
            if (File.Exists(program) && await PostgresBinaries.TryGetVersionAsync(program, cancellationToken) is { } version)
            {
                found.Add((version, program));
            }
        }

        return found.Where(f => f.Version >= serverVersion).OrderBy(f => f.Version).Select(f => f.Program).FirstOrDefault();
    }

    private static async Task<IReadOnlyList<PostgresBinaries>> OpenAsync(
        IEnumerable<string> places, CancellationToken cancellationToken)
    {
        var found = new List<PostgresBinaries>();
        foreach (var directory in places.Distinct(StringComparer.Ordinal))
        {
            if (await PostgresBinaries.TryOpenAsync(directory, cancellationToken) is { } binaries)
            {
                found.Add(binaries);
            }
        }

        return [.. found.OrderByDescending(b => b.MajorVersion)];
    }

    private static IEnumerable<string> SystemPlaces() => OnPath().Concat(
        OperatingSystem.IsWindows() ? Versions(WindowsPrograms(), "bin")
        : OperatingSystem.IsMacOS() ? MacPlaces()
        : LinuxPlaces());

    // A second data directory, and tests, use the programs that were unpacked into the default one.
    private static IEnumerable<string> UnpackedPlaces(DataDirectory data) =>
        ((string[])[data.Programs, Path.Combine(DataDirectory.DefaultPath(), DataDirectory.ProgramsName)])
            .SelectMany(p => Versions(p, Path.Combine("native", "bin")));

    private static IEnumerable<string> OnPath()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        foreach (var directory in path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var name in (string[])["postgres", "initdb", "pg_ctl"])
            {
                var program = PostgresBinaries.Program(directory, name);
                if (Path.IsPathRooted(program) && File.Exists(program))
                {
                    // PATH often contains links to the programs; their libraries and share files are beside the real ones.
                    yield return Path.GetDirectoryName(Resolve(program))!;
                }
            }
        }
    }

    private static IEnumerable<string> LinuxPlaces() =>
        [
            .. Versions("/usr/lib/postgresql", "bin"),           // Debian, Ubuntu
            .. Versions("/usr", "bin", "pgsql-*"),               // PostgreSQL's own packages for Red Hat and SUSE
            .. Versions("/usr/lib", "bin", "postgresql*"),       // SUSE, Alpine
            .. Versions("/usr/libexec", "", "postgresql*"),      // Alpine
            "/usr/bin", "/usr/local/pgsql/bin", "/usr/local/bin",
        ];

    private static IEnumerable<string> MacPlaces() =>
        [
            .. Versions("/opt/homebrew/opt", "bin", "postgresql*"),
            .. Versions("/usr/local/opt", "bin", "postgresql*"),
            .. Versions("/Applications/Postgres.app/Contents/Versions", "bin"),
            .. Versions("/Library/PostgreSQL", "bin"),
            "/opt/homebrew/bin", "/usr/local/bin",
        ];

    private static string WindowsPrograms() =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL");

    private static IEnumerable<string> Versions(string parent, string below, string pattern = "*") =>
        Directory.Exists(parent)
            ? Directory.EnumerateDirectories(parent, pattern).Select(d => Path.Combine(d, below).TrimEnd('/'))
            : [];

    private static string Resolve(string program) =>
        File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(program);
}
