using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Orleans.Batch.Server.Tests;

/// <summary>The real executable, as an operator starts it.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Everything it printed so far.</summary>
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

    public string Url { get; private set; } = "";

    /// <summary>Starts a server on a free port and waits until it takes requests.</summary>
    public static async Task<ServerProcess> ServeAsync(
        TemporaryDataDirectory data, params (string Name, string? Value)[] environment)
    {
        var server = Start(["--data-dir", data.Path, "--urls", "http://127.0.0.1:0"], environment);
        var ended = server._process.WaitForExitAsync();
        var first = await Task.WhenAny(server._listening.Task, ended).WaitAsync(Patience);
        if (first == ended)
        {
            throw new InvalidOperationException($"The server ended ({server._process.ExitCode}):\n{server.Output}");
        }

        server.Url = await server._listening.Task;
        return server;
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        IReadOnlyList<string> arguments, params (string Name, string? Value)[] environment)
    {
        using var command = Start(arguments, environment);
        var code = await command.WaitForExitAsync(Patience);
        return (code, command.Output);
    }

    public void Signal(string name) => Signals.Send(Id, name);

    /// <returns>The exit code.</returns>
    public async Task<int> WaitForExitAsync(TimeSpan patience)
    {
        await _process.WaitForExitAsync().WaitAsync(patience);
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

    private static ServerProcess Start(
        IReadOnlyList<string> arguments, (string Name, string? Value)[] environment)
    {
        var info = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Orleans.Batch.Server"))
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var name in (string[])["BATCH_API_KEY", "ConnectionStrings__Batch", "ASPNETCORE_URLS"])
        {
            info.Environment.Remove(name); // what the machine at hand sets is not what is tested
        }

        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        var server = new ServerProcess(new Process { StartInfo = info });
        server._process.OutputDataReceived += (_, line) => server.Read(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Read(line.Data);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    private void Read(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }

        // The banner's last line: everything it says has been read by then.
        if (line is not null && line.StartsWith("Stop ", StringComparison.Ordinal))
        {
            _listening.TrySetResult(ListeningLine().Match(Output).Groups["url"].Value);
        }
    }

    [GeneratedRegex(@"^Listening\s+(?<url>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ListeningLine();
}
