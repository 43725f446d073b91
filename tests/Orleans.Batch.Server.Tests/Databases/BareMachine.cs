using System.Diagnostics;
using System.Text;

namespace Orleans.Batch.Server.Tests.Databases;

/// <summary>
/// This machine in a mount namespace: without PostgreSQL's programs, with an empty Debian
/// configuration of them, and without apt-get. Programs that a test writes come first on PATH.
/// </summary>
internal sealed class BareMachine : IDisposable
{
    // /mnt gets a file system in memory, for the overlay of /usr/bin.
    private const string Hide =
        """
        set -e
        mount -t tmpfs tmpfs /mnt
        mkdir /mnt/upper /mnt/work
        [ ! -d /usr/lib/postgresql ] || mount -t tmpfs tmpfs /usr/lib/postgresql
        [ ! -d /var/lib/orleans-batch ] || mount -t tmpfs tmpfs /var/lib/orleans-batch
        [ ! -d /etc/postgresql-common ] || mount -t tmpfs tmpfs /etc/postgresql-common
        mount -t overlay overlay -o lowerdir=/usr/bin,upperdir=/mnt/upper,workdir=/mnt/work /usr/bin
        rm -f /usr/bin/apt-get /usr/bin/postgres /usr/bin/initdb /usr/bin/pg_ctl
        exec "$@"
        """;

    private readonly DirectoryInfo _programs = Directory.CreateTempSubdirectory("ob-programs-");

    /// <summary>Whether this process may create such a namespace.</summary>
    public static bool IsPermitted { get; } = Permitted();

    /// <summary>The lines that the written programs appended to <c>$CALLS</c>.</summary>
    public string[] Calls => File.Exists(CallsFile) ? File.ReadAllLines(CallsFile) : [];

    private (string Name, string? Value)[] Variables =>
        [("PATH", $"{_programs.FullName}:{Environment.GetEnvironmentVariable("PATH")}"), ("CALLS", CallsFile)];

    private string CallsFile => Path.Combine(_programs.FullName, "calls");

    /// <summary>Writes a shell script, which replaces an earlier one of that name.</summary>
    public void Write(string name, string script)
    {
        // Moved into place, because a file that a process has open for writing cannot be run.
        var path = Path.Combine(_programs.FullName, name);
        File.WriteAllText(path + ".new", $"#!/bin/sh\necho \"{name} $*\" >>\"$CALLS\"\n{script}\n");
        File.SetUnixFileMode(path + ".new", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>Starts a command of the server there.</summary>
    public ServerProcess Start(IReadOnlyList<string> arguments, params (string Name, string? Value)[] environment) =>
        ServerProcess.StartThrough(
            ["unshare", "--mount", "sh", "-c", Hide, "sh"], arguments, [.. Variables, .. environment]);

    /// <summary>Runs a command of the server there to its end.</summary>
    public async Task<(int ExitCode, string Output)> RunAsync(
        IReadOnlyList<string> arguments, params (string Name, string? Value)[] environment)
    {
        using var command = Start(arguments, environment);
        return (await command.WaitForExitAsync(), command.Output);
    }

    /// <summary>Runs a command of the server on the unchanged machine, with the written programs on PATH.</summary>
    public Task<(int ExitCode, string Output)> RunWithPostgresAsync(IReadOnlyList<string> arguments) =>
        ServerProcess.RunAsync(arguments, Variables);

    /// <summary>Runs a command of the server there on a terminal, where an answer is typed when the server asks.</summary>
    public async Task<(int ExitCode, string Output)> RunOnTerminalAsync(IReadOnlyList<string> arguments, string answer)
    {
        var server = Path.Combine(AppContext.BaseDirectory, "Orleans.Batch.Server");

        // Tests in the background of a shell inherit that Ctrl+C is ignored, and so would the server.
        var info = new ProcessStartInfo("unshare", ["--mount", "sh", "-c", Hide, "sh",
            "env", "--default-signal=INT", "script", "--quiet", "--return", "--command",
            string.Join(' ', [server, .. arguments]), "/dev/null"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Remove("CI");
        foreach (var (name, value) in Variables)
        {
            info.Environment[name] = value;
        }

        using var terminal = Process.Start(info)!;
        try
        {
            return await AnswerAsync(terminal, answer);
        }
        finally
        {
            terminal.Kill(entireProcessTree: true);
        }
    }

    private static async Task<(int ExitCode, string Output)> AnswerAsync(Process terminal, string answer)
    {
        var output = new StringBuilder();
        var buffer = new char[1_000];
        using var timeout = new CancellationTokenSource(Eventually.MaxWait);
        while (await terminal.StandardOutput.ReadAsync(buffer, timeout.Token) is > 0 and var read)
        {
            output.Append(buffer, 0, read);
            if (output.ToString().EndsWith("[y/N] ", StringComparison.Ordinal))
            {
                await terminal.StandardInput.WriteAsync(answer);
                await terminal.StandardInput.FlushAsync(timeout.Token);
            }
        }

        await terminal.WaitForExitAsync(timeout.Token);
        return (terminal.ExitCode, output.ToString());
    }

    public void Dispose() => _programs.Delete(recursive: true);

    private static bool Permitted()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return false;
        }

        using var attempt = Process.Start(new ProcessStartInfo("unshare", ["--mount", "sh", "-c", Hide, "sh", "true"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        })!;
        attempt.WaitForExit();
        return attempt.ExitCode == 0;
    }
}
