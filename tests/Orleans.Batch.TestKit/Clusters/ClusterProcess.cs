using System.Net;
using System.Text;
using Orleans.Batch.TestKit.Servers;

namespace Orleans.Batch.TestKit.Clusters;

/// <summary>One member of a cluster: a real process with its own roles and ports, which can die and be restarted.</summary>
public sealed class ClusterProcess : IDisposable
{
    private readonly (string Name, string? Value)[] _environment;
    private readonly StringBuilder _earlier = new();
    private ServerProcess? _process;

    internal ClusterProcess(string name, string roles, params (string Name, string? Value)[] environment)
    {
        Name = name;
        Roles = roles;
        (HttpPort, SiloPort, ClientPort) = (FreePorts.Next(), FreePorts.Next(), FreePorts.Next());
        _environment = [.. environment, .. SiloSettings.Member(roles, HttpPort, SiloPort, ClientPort)];
    }

    /// <summary>Its name in messages.</summary>
    public string Name { get; }

    /// <summary>Its roles, separated by commas.</summary>
    public string Roles { get; }

    public int HttpPort { get; }

    /// <summary>Its address for other silos, if it is one.</summary>
    public int SiloPort { get; }

    /// <summary>Its address for clients of Orleans, if it is a silo.</summary>
    public int ClientPort { get; }

    /// <summary>The address of its HTTP API, without a slash at its end.</summary>
    public string Url => $"http://127.0.0.1:{HttpPort}";

    public int Id => Process.Id;

    public bool HasExited => Process.HasExited;

    /// <summary>Its whole output so far, over all restarts.</summary>
    public string Output => $"--- {Name} ({Roles})\n{_earlier}{_process?.Output}";

    private ServerProcess Process => _process ?? throw new InvalidOperationException($"{Name} has not been started");

    /// <summary>Starts it, also after it has died, on the same ports; returns when it is ready.</summary>
    public async Task StartAsync()
    {
        Launch();
        await WaitUntilReadyAsync();
    }

    /// <summary>Starts it and does not wait.</summary>
    public void Launch()
    {
        if (_process is not null)
        {
            _earlier.Append(_process.Output).AppendLine("--- started again");
            _process.Dispose();
        }

        _process = ServerProcess.Start([], _environment);
    }

    /// <summary>Calls /healthz/ready until it answers 200.</summary>
    /// <exception cref="InvalidOperationException">It has ended; the message is its output.</exception>
    public Task WaitUntilReadyAsync() => WaitUntilHealthIsAsync(HttpStatusCode.OK);

    /// <summary>Calls /healthz/ready until it gives this answer.</summary>
    /// <exception cref="InvalidOperationException">It has ended; the message is its output.</exception>
    public async Task WaitUntilHealthIsAsync(HttpStatusCode status)
    {
        using var http = new HttpClient { Timeout = Eventually.MaxWait };
        var ended = Process.EndedAsync();
        var asking = Eventually.TrueAsync(
            async () =>
            {
                using var answer = await http.GetAsync(new Uri(Url + "/healthz/ready"));
                return answer.StatusCode == status;
            });
        if (await Task.WhenAny(asking, ended) == ended)
        {
            throw new InvalidOperationException($"{Name} ended ({await ended}):\n{Output}");
        }

        try
        {
            await asking;
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{Name} was not {status} within {Eventually.MaxWait}:\n{Output}", e);
        }
    }

    public void Signal(string name) => Process.Signal(name);

    /// <inheritdoc cref="ServerProcess.WaitForExitAsync"/>
    public Task<int> WaitForExitAsync() => Process.WaitForExitAsync();

    /// <summary>SIGKILL, and the end of the process.</summary>
    public async Task KillAsync()
    {
        Signal("KILL");
        await WaitForExitAsync();
    }

    /// <summary>SIGTERM, and the end of the process.</summary>
    /// <returns>The exit code; 0 is a clean end.</returns>
    public Task<int> StopAsync()
    {
        Signal("TERM");
        return WaitForExitAsync();
    }

    public void Dispose() => _process?.Dispose();
}
