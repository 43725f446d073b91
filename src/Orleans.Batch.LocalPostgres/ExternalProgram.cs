using System.ComponentModel;
using System.Diagnostics;

namespace Orleans.Batch.LocalPostgres;

/// <summary>The output of a program that has ended.</summary>
internal sealed record ProgramResult(int ExitCode, string Output)
{
    private const int LinesOfTail = 12;

    public bool Succeeded => ExitCode == 0;

    /// <summary>The last lines of the output, for an error message: without empty lines, and repeated lines once.</summary>
    public string Tail
    {
        get
        {
            var lines = Output.Split('\n').Select(l => l.TrimEnd('\r').Split('\r')[^1]).Where(l => l.Length > 0).ToList();
            return string.Join('\n', lines.Where((l, i) => i == 0 || l != lines[i - 1]).TakeLast(LinesOfTail));
        }
    }
}

/// <summary>Runs one program to its end and keeps its output.</summary>
internal static class ExternalProgram
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    /// <summary>For a program that starts no other: its output is complete, however slowly the machine delivers it.</summary>
    public static Task<ProgramResult> AskAsync(IReadOnlyList<string> command, CancellationToken cancellationToken) =>
        RunAsync(command, said => said.WaitAsync(cancellationToken), cancellationToken);

    /// <summary>For a program that may start a daemon, which may keep the pipes open forever: its own end counts, not theirs.</summary>
    public static Task<ProgramResult> RunAsync(
        IReadOnlyList<string> command, TimeProvider clock, CancellationToken cancellationToken) => RunAsync(
            command, said => Task.WhenAny(said, Task.Delay(LastWords, clock, CancellationToken.None)), cancellationToken);

    private static async Task<ProgramResult> RunAsync(
        IReadOnlyList<string> command, Func<Task, Task> hearOut, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo(command) };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new ProgramResult(-1, $"{command[0]}: {e.Message}");
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(cancellationToken);
        await hearOut(Task.WhenAll(output, error));
        return new ProgramResult(process.ExitCode, (GetOutput(error) + GetOutput(output)).Trim());
    }

    private static string GetOutput(Task<string> stream) => stream.IsCompletedSuccessfully ? stream.Result : "";

    /// <summary>Runs a program with variables added to its environment, and kills it on cancellation.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">Added variables. Unlike arguments, other users of the machine cannot see them.</param>
    /// <param name="cancellationToken">Kills the program and those it has started.</param>
    /// <param name="workingDirectory">Where it runs. Default: null, the root directory.</param>
    public static async Task<ProgramResult> RunAsync(
        IReadOnlyList<string> command,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken,
        string? workingDirectory = null)
    {
        var info = StartInfo(command);
        info.WorkingDirectory = workingDirectory ?? info.WorkingDirectory;
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        using var process = new Process { StartInfo = info };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            return new ProgramResult(-1, $"{command[0]}: {e.Message}");
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return new ProgramResult(process.ExitCode, (await error + await output).Trim());
    }

    private static ProcessStartInfo StartInfo(IReadOnlyList<string> command)
    {
        var info = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,

            // The program's user may be unable to enter the current working directory.
            WorkingDirectory = Path.GetPathRoot(AppContext.BaseDirectory) ?? "/",
        };
        foreach (var argument in command.Skip(1))
        {
            info.ArgumentList.Add(argument);
        }

        // The caller's PostgreSQL settings must not leak in, and this process parses the messages: plain English.
        foreach (var name in info.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            info.Environment.Remove(name);
        }

        // Under systemd this would let postgres announce readiness for this service.
        info.Environment.Remove("NOTIFY_SOCKET");
        info.Environment["LC_ALL"] = "C";
        return info;
    }
}
