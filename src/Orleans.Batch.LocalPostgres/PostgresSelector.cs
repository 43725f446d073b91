namespace Orleans.Batch.LocalPostgres;

/// <summary>Chooses the installation that fits the data, or reports why none does.</summary>
/// <param name="found">The installations, in the order in which they are preferred.</param>
/// <param name="directory">The data directory.</param>
/// <param name="searchedOnly">The only directory that was searched; null for the usual places.</param>
internal sealed class PostgresSelector(
    IReadOnlyList<PostgresBinaries> found, DataDirectory directory, string? searchedOnly)
{
    public const int OldestSupported = 14;

    /// <summary>The major version that created the data; null if there are none yet.</summary>
    public int? DataVersion { get; } = VersionOfData(directory);

    /// <summary>Returns null if no installation fits.</summary>
    public PostgresBinaries? TryChoose() => DataVersion is { } version
        ? found.FirstOrDefault(b => b.MajorVersion == version)
        : found.FirstOrDefault(b => b.MajorVersion >= OldestSupported);

    /// <exception cref="PrivatePostgresException">No installation fits.</exception>
    public PostgresBinaries Choose() => TryChoose() ?? throw new PrivatePostgresException(Refusal);

    /// <summary>Why no installation fits, and what to do.</summary>
    public string Refusal =>
        found.Count == 0 ? NothingFound(searchedOnly)
        : DataVersion is { } version ? OtherVersion(version, found, directory)
        : $"PostgreSQL {OldestSupported} or newer is needed; found {Listed(found)}. {Install()} {Alternative}";

    private const string Alternative =
        "Or use a server of your own: ConnectionStrings__Batch='Host=...;Username=...;Password=...;Database=...'.";

    private static int? VersionOfData(DataDirectory directory)
    {
        var cluster = directory.ClusterPath;
        if (!Directory.Exists(cluster))
        {
            return null;
        }

        var file = Path.Combine(cluster, "PG_VERSION");
        if (File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim().Split('.')[0], null, out var version))
        {
            return version;
        }

        throw new PrivatePostgresException(
            $"{cluster} exists but holds no PostgreSQL data (no PG_VERSION file). It was left as it is. " +
            "Move it away, or choose another directory with --data-dir.");
    }

    private static string OtherVersion(int version, IReadOnlyList<PostgresBinaries> found, DataDirectory directory) =>
        $"The data in {directory.ClusterPath} was made by PostgreSQL {version}, but this machine has {Listed(found)}. " +
        $"Nothing was touched. Install PostgreSQL {version} beside it ({Package(version)}), " +
        "or move the data with pg_upgrade or pg_dump, or choose another directory with --data-dir.";

    private static string NothingFound(string? searchedOnly) =>
        (searchedOnly is null
            ? "PostgreSQL's programs (initdb, pg_ctl, postgres) were not found on this machine. "
            : $"PostgreSQL's programs (initdb, pg_ctl, postgres) were not found in {searchedOnly}. ")
        + Install() + " " + Alternative;

    private static string Install() =>
        OperatingSystem.IsWindows() ? "Install them with: winget install PostgreSQL.PostgreSQL.17"
        : OperatingSystem.IsMacOS() ? "Install them with: brew install postgresql@17"
        : "Install them with: apt-get install postgresql (Debian, Ubuntu), dnf install postgresql-server (Fedora, " +
          "Red Hat) or apk add postgresql (Alpine).";

    private static string Package(int version) =>
        OperatingSystem.IsMacOS() ? $"brew install postgresql@{version}"
        : OperatingSystem.IsWindows() ? $"winget install PostgreSQL.PostgreSQL.{version}"
        : $"on Debian and Ubuntu: apt-get install postgresql-{version}, from apt.postgresql.org where the " +
          "distribution lacks it";

    private static string Listed(IReadOnlyList<PostgresBinaries> found) =>
        string.Join(", ", found.Select(b => $"PostgreSQL {b.MajorVersion} ({b.BinaryDirectory})"));
}
