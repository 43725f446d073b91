namespace Orleans.Batch.PostgreSql.PrivateInstance;

/// <summary>
/// The user PostgreSQL runs as. PostgreSQL refuses root, so root hands its programs to an unprivileged user;
/// anyone else runs them as themselves.
/// </summary>
internal sealed class ProgramUser
{
    private static readonly string[] Preferred = ["postgres", "nobody"];
    private readonly IReadOnlyList<string> _prefix;
    private readonly TimeProvider _clock;

    private ProgramUser(string? name, IReadOnlyList<string> prefix, TimeProvider clock)
    {
        Name = name;
        _prefix = prefix;
        _clock = clock;
    }

    /// <summary>The other user's name; null where it is our own.</summary>
    public string? Name { get; }

    public static ProgramUser Find(TimeProvider clock)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return new ProgramUser(null, [], clock);
        }

        var users = File.ReadLines("/etc/passwd").Select(l => l.Split(':')).Where(f => f.Length > 3)
            .ToDictionary(f => f[0], f => (Uid: f[2], Gid: f[3]), StringComparer.Ordinal);
        var name = Preferred.FirstOrDefault(users.ContainsKey) ?? throw new PrivatePostgresException(
            "PostgreSQL does not run as root, and this machine has neither a user 'postgres' nor 'nobody' to run it " +
            "as. Start the server as an ordinary user, or make the user: useradd --system postgres.");
        return new ProgramUser(name, Prefix(name, users[name].Uid, users[name].Gid), clock);
    }

    public Task<ProgramResult> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        ExternalProgram.RunAsync([.. _prefix, .. command], _clock, cancellationToken);

    /// <summary>Gives a file or directory to the user; does nothing where it is our own user.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellationToken)
    {
        if (Name is null)
        {
            return;
        }

        // --no-dereference: a link somebody planted must not hand its target over.
        var chown = Tool("chown") ?? "chown";
        var result = await ExternalProgram.RunAsync([chown, "--no-dereference", Name, path], _clock, cancellationToken);
        if (!result.Succeeded)
        {
            throw new PrivatePostgresException($"{path} cannot be given to the user {Name}: {result.Output}");
        }
    }

    /// <summary>Refuses a directory that the user cannot reach, and names the one that is in the way.</summary>
    public async Task RequirePassageAsync(string directory, string purpose, CancellationToken cancellationToken)
    {
        if (Name is null)
        {
            return;
        }

        foreach (var step in FromTheRoot(directory))
        {
            if (!(await RunAsync([Tool("test") ?? "test", "-x", step], cancellationToken)).Succeeded)
            {
                throw new PrivatePostgresException(
                    $"PostgreSQL does not run as root; it would run as the user {Name}, who cannot enter {step}, and " +
                    $"so cannot reach {directory} ({purpose}). Choose a place that {Name} can reach (--data-dir), or " +
                    $"open the way: chmod o+x {step}");
            }
        }
    }

    private static Stack<string> FromTheRoot(string directory)
    {
        var steps = new Stack<string>();
        for (var step = new DirectoryInfo(directory); step is not null; step = step.Parent)
        {
            steps.Push(step.FullName);
        }

        return steps;
    }

    private static IReadOnlyList<string> Prefix(string name, string uid, string gid)
    {
        // setpriv drops every privilege without a login; busybox lacks it, and has su.
        if (Tool("setpriv") is { } setpriv)
        {
            return [setpriv, "--reuid", uid, "--regid", gid, "--clear-groups", "--"];
        }

        if (Tool("runuser") is { } runuser)
        {
            return [runuser, "-u", name, "--"];
        }

        // su hands its arguments to a shell, which executes them as they are.
        return Tool("su") is { } su
            ? [su, "-s", "/bin/sh", name, "-c", "exec \"$0\" \"$@\"", "--"]
            : throw new PrivatePostgresException(
                "PostgreSQL does not run as root, and none of setpriv, runuser and su is here to run it as " +
                $"{name}. Install util-linux, or start the server as an ordinary user.");
    }

    // Looked for in the fixed places first: a service's PATH often lacks them.
    private static string? Tool(string name) =>
        ((string[])["/usr/bin", "/bin", "/usr/sbin", "/sbin"]).Select(d => Path.Combine(d, name)).FirstOrDefault(File.Exists);
}
