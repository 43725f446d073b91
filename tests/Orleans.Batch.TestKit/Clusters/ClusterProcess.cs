using System.Net;
using System.Text;
using Orleans.Batch.TestKit.Servers;

namespace Orleans.Batch.TestKit.Clusters;

/// <summary>One place in a cluster: a real process with roles and ports of its own, which dies and is started again.</summary>
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

    /// <summary>For people.</summary>
    public string Name { get; }

    /// <summary>Its roles, separated by commas.</summary>
    public string Roles { get; }

    public int HttpPort { get; }

    /// <summary>Where other silos reach it, if it is one.</summary>
    public int SiloPort { get; }

    /// <summary>Where clients of Orleans reach it, if it is a silo.</summary>
    public int ClientPort { get; }

    /// <summary>Without a slash at its end.</summary>
    public string Url => $"http://127.0.0.1:{HttpPort}";

    public int Id => Process.Id;

    public bool HasExited => Process.HasExited;

    /// <summary>Everything that it printed so far, in all its lives.</summary>
    public string Output => $"--- {Name} ({Roles})\n{_earlier}{_process?.Output}";

    private ServerProcess Process => _process ?? throw new InvalidOperationException($"{Name} has not been started");

    /// <summary>Starts it, again where it has died, on the same ports; returns when it is ready.</summary>
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

    /// <summary>Asks /healthz/ready until it answers 200.</summary>
    /// <exception cref="InvalidOperationException">It has ended; the message is what it printed.</exception>
    public Task WaitUntilReadyAsync() => WaitUntilHealthIsAsync(HttpStatusCode.OK);

    /// <summary>Asks /healthz/ready until it answers so.</summary>
    /// <exception cref="InvalidOperationException">It has ended; the message is what it printed.</exception>
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
