using System.Diagnostics;
using System.Text;

namespace Orleans.Batch.TestKit.Servers;

/// <summary>
/// A real executable, running any of its commands, as from a shell. Disposing kills what still runs.
/// </summary>
public sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Action<string>? _printed;

    private ServerProcess(Process process, Action<string>? printed)
    {
        _process = process;
        _printed = printed;
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Its whole output so far, of both streams.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Starts a command. Variables of this machine's environment that configure a server are removed.</summary>
    public static ServerProcess Start(
        IReadOnlyList<string> arguments, params (string Name, string? Value)[] environment) =>
        Start(arguments, null, environment);

    /// <inheritdoc cref="Start(IReadOnlyList{string}, ValueTuple{string, string}[])"/>
    /// <param name="arguments">The command and its options.</param>
    /// <param name="printed">Receives every line.</param>
    /// <param name="environment">Variables over those of this process.</param>
    public static ServerProcess Start(
        IReadOnlyList<string> arguments, Action<string>? printed, params (string Name, string? Value)[] environment) =>
        StartProgram("Orleans.Batch.Server", arguments, printed, environment);

    /// <summary>Starts a server with a limit of open files and sockets (Linux).</summary>
    /// <param name="openFiles">The limit, soft and hard.</param>
    /// <param name="arguments">The command and its options.</param>
    /// <param name="printed">Receives every line.</param>
    /// <param name="environment">Variables over those of this process.</param>
    public static ServerProcess StartWithOpenFiles(
        int openFiles, IReadOnlyList<string> arguments, Action<string>? printed, params (string Name, string? Value)[] environment) =>
        StartProgram(["prlimit", $"--nofile={openFiles}"], "Orleans.Batch.Server", arguments, printed, environment);

    /// <summary>Starts a command through another program, which replaces itself by what follows its own arguments.</summary>
    /// <param name="wrapper">The other program and its arguments.</param>
    /// <param name="arguments">The command and its options.</param>
    /// <param name="environment">Variables over those of this process.</param>
    public static ServerProcess StartThrough(
        IReadOnlyList<string> wrapper, IReadOnlyList<string> arguments, params (string Name, string? Value)[] environment) =>
        StartProgram(wrapper, "Orleans.Batch.Server", arguments, null, environment);

    /// <summary>Starts another executable of this repository, which the project that runs the test must refer to.</summary>
    /// <inheritdoc cref="Start(IReadOnlyList{string}, Action{string}, ValueTuple{string, string}[])"/>
    public static ServerProcess StartProgram(
        string name, IReadOnlyList<string> arguments, Action<string>? printed, params (string Name, string? Value)[] environment) =>
        StartProgram([], name, arguments, printed, environment);

    private static ServerProcess StartProgram(
        IReadOnlyList<string> wrapper, string name, IReadOnlyList<string> arguments, Action<string>? printed, (string Name, string? Value)[] environment)
    {
        var program = Path.Combine(AppContext.BaseDirectory, name);
        var info = new ProcessStartInfo(OperatingSystem.IsLinux() ? "env" : program)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (OperatingSystem.IsLinux())
        {
            // Tests that a shell runs in its background ignore Ctrl+C, and so would the processes they start.
            info.ArgumentList.Add("--default-signal=INT");
            foreach (var word in wrapper)
            {
                info.ArgumentList.Add(word);
            }

            info.ArgumentList.Add(program);
        }

        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var set in (string[])["BATCH_API_KEY", "ConnectionStrings__Batch", "ASPNETCORE_URLS"])
        {
            info.Environment.Remove(set); // settings of this machine are not part of the test
        }

        foreach (var (variable, value) in environment)
        {
            info.Environment[variable] = value;
        }

        var started = new ServerProcess(new Process { StartInfo = info }, printed);
        started._process.OutputDataReceived += (_, line) => started.Read(line.Data);
        started._process.ErrorDataReceived += (_, line) => started.Read(line.Data);
        started._process.Start();
        started._process.BeginOutputReadLine();
        started._process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        IReadOnlyList<string> arguments, params (string Name, string? Value)[] environment)
    {
        using var command = Start(arguments, environment);
        var code = await command.WaitForExitAsync();
        return (code, command.Output);
    }

    /// <param name="name">TERM, INT, KILL, STOP, CONT …</param>
    public void Signal(string name) => Signals.Send(Id, name);

    /// <returns>The exit code; the output is complete then.</returns>
    /// <exception cref="TimeoutException">It still runs.</exception>
    public Task<int> WaitForExitAsync() => EndedAsync().WaitAsync(Eventually.MaxWait);

    /// <summary>The same, without a time limit.</summary>
    public async Task<int> EndedAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        _printed?.Invoke(line);
    }
}
