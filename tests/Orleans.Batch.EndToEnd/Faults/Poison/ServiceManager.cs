namespace Orleans.Batch.EndToEnd.Faults.Poison;

/// <summary>Starts the server again whenever it ends, as systemd or a container's restart policy does.</summary>
internal sealed class ServiceManager : IAsyncDisposable
{
    private readonly Func<ServerProcess> _start;
    private readonly List<int> _exitCodes = [];
    private readonly Task _loop;
    private ServerProcess _current;
    private volatile bool _stopping;

    public ServiceManager(Func<ServerProcess> start)
    {
        _start = start;
        _current = start();
        _loop = RunAsync();
    }

    /// <summary>The exit codes of the server, in order.</summary>
    public IReadOnlyList<int> ExitCodes => _exitCodes;

    public string Output => _current.Output;

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        _current.Signal("TERM");
        await _loop;
    }

    private async Task RunAsync()
    {
        while (true)
        {
            using (_current)
            {
                _exitCodes.Add(await _current.WaitForExitAsync());
            }

            if (_stopping)
            {
                return;
            }

            _current = _start();
        }
    }
}
