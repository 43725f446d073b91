using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Shouldly;

namespace Orleans.Batch.TestKit.Servers;

/// <summary>
/// A real server process that accepts requests: on the private PostgreSQL of a data directory, or, with
/// <c>ConnectionStrings__Batch</c> among the variables, on a database of the test's choice. To start it again, serve
/// the same directory once more, on the same port if clients need it.
/// </summary>
public sealed partial class RunningServer : IDisposable
{
    private readonly ServerProcess _process;
    private readonly TemporaryDataDirectory _data;
    private readonly string? _key;

    private RunningServer(ServerProcess process, TemporaryDataDirectory data, string url, string? key)
    {
        _process = process;
        _data = data;
        _key = key;
        Url = url;
    }

    /// <summary>The address, without a slash at its end.</summary>
    public string Url { get; }

    public int Port => new Uri(Url).Port;

    /// <summary>The first project's API key.</summary>
    public string Key => _key ?? File.ReadAllText(_data.In("secrets", "api-key")).Trim();

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Its whole output so far.</summary>
    public string Output => _process.Output;

    /// <summary>Starts a server on a free port and waits until it is ready.</summary>
    public static Task<RunningServer> ServeAsync(
        TemporaryDataDirectory data, params (string Name, string? Value)[] environment) =>
        ServeAsync(data, FreePorts.Next(), environment);

    /// <summary>Starts a server on a given port, such as that of its predecessor, and waits until it is ready.</summary>
    public static Task<RunningServer> ServeAsync(
        TemporaryDataDirectory data, int port, params (string Name, string? Value)[] environment) =>
        ServeAsync(data, port, null, environment);

    /// <summary>Starts a server with a limit of open files and sockets, and waits until it is ready.</summary>
    public static Task<RunningServer> ServeWithOpenFilesAsync(
        TemporaryDataDirectory data, int openFiles, params (string Name, string? Value)[] environment) =>
        ServeAsync(data, FreePorts.Next(), openFiles, environment);

    private static async Task<RunningServer> ServeAsync(
        TemporaryDataDirectory data, int port, int? openFiles, (string Name, string? Value)[] environment)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // The banner's last line: all its output has been printed by then.
        void Read(string line)
        {
            if (line.StartsWith("Stop ", StringComparison.Ordinal))
            {
                listening.TrySetResult();
            }
        }

        string[] arguments = ["--data-dir", data.Path, "--urls", $"http://127.0.0.1:{port}"];
        var process = openFiles is { } limit
            ? ServerProcess.StartWithOpenFiles(limit, arguments, Read, environment)
            : ServerProcess.Start(arguments, Read, environment);
        try
        {
            var ended = process.EndedAsync();
            if (await Task.WhenAny(listening.Task.WaitAsync(Eventually.MaxWait), ended) == ended)
            {
                throw new InvalidOperationException($"The server ended ({await ended}):\n{process.Output}");
            }

            listening.Task.IsCompleted.ShouldBeTrue($"it did not come up within {Eventually.MaxWait}:\n{process.Output}");

            var url = ListeningLine().Match(process.Output).Groups["url"].Value;
            var server = new RunningServer(process, data, url, environment.FirstOrDefault(e => e.Name == "BATCH_API_KEY").Value);
            await server.WaitUntilReadyAsync();
            return server;
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>A client of the API that carries the first project's key; paths are relative: <c>batches</c>.</summary>
    public HttpClient NewClient() => new()
    {
        BaseAddress = new Uri(Url + "/api/v2/"),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Api-Key", Key) },
    };

    /// <summary>Calls /healthz/ready until it answers 200.</summary>
    public Task WaitUntilReadyAsync() => WaitUntilHealthIsAsync(HttpStatusCode.OK);

    /// <summary>Calls /healthz/ready until it gives this answer.</summary>
    public async Task WaitUntilHealthIsAsync(HttpStatusCode status)
    {
        using var http = new HttpClient();
        await Eventually.TrueAsync(
            async () =>
            {
                using var answer = await http.GetAsync(new Uri(Url + "/healthz/ready"));
                return answer.StatusCode == status;
            });
    }

    public void Signal(string name) => _process.Signal(name);

    /// <inheritdoc cref="ServerProcess.WaitForExitAsync"/>
    public Task<int> WaitForExitAsync() => _process.WaitForExitAsync();

    /// <summary>Sends SIGKILL and waits for the end of the process; its PostgreSQL continues.</summary>
    public async Task KillAsync()
    {
        Signal("KILL");
        await WaitForExitAsync();
    }

    /// <summary>Sends SIGTERM and waits for the end of the process.</summary>
    /// <returns>The exit code; 0 is a clean end.</returns>
    public Task<int> StopAsync()
    {
        Signal("TERM");
        return WaitForExitAsync();
    }

    public void Dispose() => _process.Dispose();

    [GeneratedRegex(@"^Listening\s+(?<url>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ListeningLine();
}
