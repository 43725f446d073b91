using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.LocalPostgres;

/// <summary>The layout of a server's data directory.</summary>
public sealed record DataDirectory
{
    internal const string ProgramsName = "postgresql";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // If the server is root, PostgreSQL runs as another user, which must pass through here, but need not list it.
    private const UnixFileMode OwnerAndPassage = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly SearchValues<char> ShellCharacters = SearchValues.Create("\"$`\\\n\r");

    private DataDirectory(string root) => Root = root;

    /// <summary>The directory itself, as an absolute path.</summary>
    public string Root { get; }

    /// <summary>PostgreSQL's own data directory.</summary>
    public string ClusterPath => Path.Combine(Root, "postgres");

    /// <summary>Where initdb works until it is done; only a finished cluster gets the final name.</summary>
    public string UnfinishedClusterPath => Path.Combine(Root, "postgres.new");

    /// <summary>PostgreSQL's programs, a directory for each version, where they were unpacked here.</summary>
    public string Programs => Path.Combine(Root, ProgramsName);

    /// <summary>Where programs are downloaded and unpacked; only complete ones are moved to <see cref="Programs"/>.</summary>
    public string UnfinishedPrograms => Path.Combine(Root, "postgresql.new");

    /// <summary>PostgreSQL's log files.</summary>
    public string Logs => Path.Combine(Root, "postgres-log");

    /// <summary>Files that only the owner may read: the database password and the first API key.</summary>
    public string Secrets => Path.Combine(Root, "secrets");

    /// <summary>The file whose lock shows that a process uses this directory.</summary>
    public string LockFile => Path.Combine(Root, "server.lock");

    /// <summary>Names the process that holds the lock.</summary>
    public string HolderFile => Path.Combine(Root, "server.pid");

    /// <summary>A short name for this directory, the same at every start.</summary>
    internal string Fingerprint =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Root)))[..16];

    /// <summary>
    /// The default place: <c>/var/lib/orleans-batch</c> for root, the user's local application data otherwise
    /// (<c>$XDG_DATA_HOME</c> or <c>~/.local/share</c> on Linux).
    /// </summary>
    public static string DefaultPath()
    {
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
        {
            return "/var/lib/orleans-batch";
        }

        var local = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.Combine(local.Length > 0 ? local : Path.GetTempPath(), "orleans-batch");
    }

    /// <summary>Why <see cref="DefaultPath"/> is the default for this process, as part of a message.</summary>
    public static string DefaultOrigin()
    {
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess)
        {
            return "the default for root";
        }

        // .NET ignores a relative path there.
        return OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable("XDG_DATA_HOME") is ['/', ..]
            ? "the default, from XDG_DATA_HOME"
            : $"the default for the user {Environment.UserName}";
    }

    /// <summary>Creates the layout without disk access.</summary>
    /// <exception cref="PrivatePostgresException">The path contains a character that pg_ctl cannot pass on.</exception>
    public static DataDirectory At(string path)
    {
        var full = Path.GetFullPath(path);

        // pg_ctl puts the path into a shell command, in double quotes and without escaping it.
        return OperatingSystem.IsWindows() || full.AsSpan().IndexOfAny(ShellCharacters) < 0
            ? new DataDirectory(full)
            : throw new PrivatePostgresException(
                $"The data directory {full} has one of \" $ ` \\ or a line break in its path, which PostgreSQL's " +
                "programs cannot handle. Choose another with --data-dir.");
    }

    /// <summary>Creates the directory and its secrets directory, private to their owner.</summary>
    /// <exception cref="PrivatePostgresException">The directory cannot be created or written.</exception>
    public void Create()
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(Root);
                Directory.CreateDirectory(Secrets);
                return;
            }

            CreateUnix(Root, Environment.IsPrivilegedProcess ? OwnerAndPassage : OwnerOnly);
            CreateUnix(Secrets, OwnerOnly);
            File.SetUnixFileMode(Secrets, OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PrivatePostgresException(
                $"The data directory {Root} cannot be made or written: {e.Message} Choose another with --data-dir.", e);
        }
    }

    private static void CreateUnix(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows() && !Directory.Exists(path))
        {
            Directory.CreateDirectory(path, mode);
            File.SetUnixFileMode(path, mode); // again, since the umask removes bits
        }
    }
}
