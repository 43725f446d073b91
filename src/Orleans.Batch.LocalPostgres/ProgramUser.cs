namespace Orleans.Batch.LocalPostgres;

/// <summary>
/// The user that PostgreSQL runs as. PostgreSQL refuses root, so root runs its programs as an unprivileged user;
/// any other user runs them as itself.
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

    /// <summary>The other user's name; null if it is the current user.</summary>
    public string? Name { get; }

    public static async Task<ProgramUser> FindAsync(
        DataDirectory directory, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess)
        {
            return new ProgramUser(null, [], clock);
        }

        var lines = await File.ReadAllLinesAsync("/etc/passwd", cancellationToken);
        var users = lines.Select(l => l.Split(':')).Where(f => f.Length > 3)
            .Select(f => new Account(f[0], f[2], f[3])).ToList();
        var user = await OwnerAsync(directory.ClusterPath, users, cancellationToken)
            ?? Preferred.Select(name => users.Find(u => u.Name == name)).FirstOrDefault(u => u is not null)
            ?? throw new PrivatePostgresException(
                "PostgreSQL does not run as root, and this machine has neither a user 'postgres' nor 'nobody' to run " +
                "it as. Start the server as an ordinary user, or make the user: useradd --system postgres.");
        return new ProgramUser(user.Name, Prefix(user), clock);
    }

    // PostgreSQL must own its data; their owner was decided at their creation, perhaps on another machine.
    private static async Task<Account?> OwnerAsync(
        string cluster, List<Account> users, CancellationToken cancellationToken)
    {
        var command = (string[])[Tool("stat") ?? "stat", "-c", "%u %g", cluster];
        var answer = Directory.Exists(cluster)
            ? await ExternalProgram.AskAsync(command, cancellationToken)
            : null;
        return answer is { Succeeded: true } && answer.Output.Split(' ') is [not "0" and var uid, var gid]
            ? users.Find(u => u.Uid == uid) ?? new Account(uid, uid, gid)
            : null;
    }

    public Task<ProgramResult> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        ExternalProgram.RunAsync([.. _prefix, .. command], _clock, cancellationToken);

    /// <summary>Gives a file or directory to the user; does nothing for the current user.</summary>
    public async Task ChangeOwnerAsync(string path, CancellationToken cancellationToken)
    {
        if (Name is null)
        {
            return;
        }

        // --no-dereference: an attacker's link must not change the owner of its target.
        var chown = Tool("chown") ?? "chown";
        var result = await ExternalProgram.RunAsync([chown, "--no-dereference", Name, path], _clock, cancellationToken);
        if (!result.Succeeded)
        {
            throw new PrivatePostgresException($"{path} cannot be given to the user {Name}: {result.Output}");
        }
    }

    /// <summary>Rejects a directory that the user cannot reach, and names the one that blocks it.</summary>
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

    private static IReadOnlyList<string> Prefix(Account user)
    {
        // setpriv drops every privilege without a login; busybox lacks it, and has su.
        if (Tool("setpriv") is { } setpriv)
        {
            return [setpriv, "--reuid", user.Uid, "--regid", user.Gid, "--clear-groups", "--"];
        }

        if (Tool("runuser") is { } runuser)
        {
            return [runuser, "-u", user.Name, "--"];
        }

        // su passes its arguments to a shell, which executes them unchanged.
        return Tool("su") is { } su
            ? [su, "-s", "/bin/sh", user.Name, "-c", "exec \"$0\" \"$@\"", "--"]
            : throw new PrivatePostgresException(
                "PostgreSQL does not run as root, and none of setpriv, runuser and su is here to run it as " +
                $"{user.Name}. Install util-linux, or start the server as an ordinary user.");
    }

    // The fixed places are searched first: a service's PATH often lacks them.
    private static string? Tool(string name) =>
        ((string[])["/usr/bin", "/bin", "/usr/sbin", "/sbin"]).Select(d => Path.Combine(d, name)).FirstOrDefault(File.Exists);

    private sealed record Account(string Name, string Uid, string Gid);
}
