using System.Globalization;
using System.Security.Cryptography;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.TestKit.Servers;
using Orleans.Batch.TestKit.Webhooks;

namespace Orleans.Batch.Chaos.Sites;

/// <summary>
/// A real server process, its PostgreSQL behind a proxy that loses commits, and a webhook receiver. The
/// server is killed, restarted at the same address, or replaced by another one that takes over.
/// </summary>
public sealed class ChaosSite : IAsyncDisposable
{
    private static readonly TimeSpan Watch = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _gate = new(1);
    private readonly List<TemporaryDataDirectory> _directories = [];
    private readonly List<string> _errors = [];
    private readonly (string Name, string? Value)[] _settings;
    private RunningServer? _server;
    private string _url = "";

    private ChaosSite(ChaosPostgres postgres, CommitDroppingProxy proxy, LoopbackReceiver receiver, (string Name, string? Value)[] settings)
    {
        Postgres = postgres;
        Proxy = proxy;
        Receiver = receiver;
        _settings = settings;
    }

    public string Key { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    public ChaosPostgres Postgres { get; }

    /// <summary>The proxy between every server and the database.</summary>
    public CommitDroppingProxy Proxy { get; }

    public LoopbackReceiver Receiver { get; }

    /// <summary>The current address of the server.</summary>
    public string Url => Volatile.Read(ref _url);

    /// <summary>How often a server ended by itself and was restarted, as by a service manager.</summary>
    public int EndedByItself { get; private set; }

    /// <summary>The errors in the servers' logs.</summary>
    public IReadOnlyCollection<string> Errors => [.. _errors, .. ErrorsOf(_server)];

    /// <summary>The last output of the last server that ended by itself.</summary>
    public string LastWords { get; private set; } = "";

    /// <param name="settings">Additional settings of the server.</param>
    public static async Task<ChaosSite> StartAsync(params (string Name, string? Value)[] settings)
    {
        // Some messages fail at the first attempt, and are repeated.
        var failures = new Random(1);
        var receiver = await LoopbackReceiver.StartAsync((_, http) =>
        {
            lock (failures)
            {
                http.Response.StatusCode = failures.NextDouble() < 0.02 ? 500 : 200;
            }

            return Task.CompletedTask;
        });
        var postgres = await ChaosPostgres.StartAsync();
        var site = new ChaosSite(postgres, await CommitDroppingProxy.StartAsync(postgres.ConnectionString), receiver, settings);
        await site.StartServerAsync(FreePorts.Next());
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        _server?.Dispose();
        await Receiver.DisposeAsync();
        await Proxy.DisposeAsync();
        await Postgres.DisposeAsync();
        _directories.ForEach(d => d.Dispose());
        _gate.Dispose();
    }

    /// <summary>Sends SIGKILL to the server and starts a new one at once.</summary>
    public Task KillServerAsync() => AloneAsync(async () =>
    {
        await _server!.KillAsync();
        await RestartAsync();
    });

    /// <summary>Sends SIGTERM to the server, waits for its end, and starts a new one.</summary>
    public Task RestartServerAsync() => AloneAsync(async () =>
    {
        await _server!.StopAsync();
        await RestartAsync();
    });

    /// <summary>Ends the server permanently, so that no session uses its database.</summary>
    public Task StopServerAsync() => AloneAsync(async () => await _server!.StopAsync());

    /// <summary>
    /// Stops the server until another one has taken over the database, then continues it: what it still does is too late.
    /// </summary>
    public Task TakeOverAsync() => AloneAsync(async () =>
    {
        using var zombie = _server!;
        _server = null;

        // Before each attempt: the end of a shell continues the stopped processes of its group.
        await StartServerAsync(FreePorts.Next(), () => zombie.Signal("STOP"));
        zombie.Signal("CONT");
        await zombie.WaitForExitAsync();
        _errors.AddRange(ErrorsOf(zombie));
    });

    /// <summary>Sends SIGKILL to the postmaster; its watcher restarts it.</summary>
    public void KillPostmaster()
    {
        if (Postgres.PostmasterId is { } id)
        {
            Signals.Send(id, "KILL");
            Signals.WaitForEnd(id);
        }
    }

    /// <summary>Restarts the server whenever it has ended by itself.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await AloneAsync(async () =>
            {
                if (_server is { HasExited: true })
                {
                    EndedByItself++;
                    LastWords = string.Join('\n', _server.Output.Split('\n').TakeLast(30));
                    await RestartAsync();
                }
            });
            await Task.Delay(Watch, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private async Task AloneAsync(Func<Task> work)
    {
        await _gate.WaitAsync();
        try
        {
            await work();
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task RestartAsync()
    {
        var port = _server!.Port;
        _errors.AddRange(ErrorsOf(_server));
        _server.Dispose();
        _server = null;
        await StartServerAsync(port);
    }

    // An entry is one line, with its exception; its level follows the time.
    private static IEnumerable<string> ErrorsOf(RunningServer? server) =>
        (server?.Output ?? "").Split('\n').Where(l => l.Contains("Z fail: ", StringComparison.Ordinal));

    // The start may be refused while the database is down or another server's session lasts, as with a service manager.
    private async Task StartServerAsync(int port, Action? beforeAttempt = null)
    {
        var directory = new TemporaryDataDirectory();
        _directories.Add(directory);
        for (var attempt = 0; ; attempt++)
        {
            beforeAttempt?.Invoke();
            try
            {
                _server = await RunningServer.ServeAsync(directory, port, Variables());
                Volatile.Write(ref _url, _server.Url);
                return;
            }
            catch (Exception) when (attempt < 60)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500));
            }
        }
    }

    private (string Name, string? Value)[] Variables() =>
    [
        ("BATCH_API_KEY", Key),
        ("ConnectionStrings__Batch", Proxy.ConnectionString),
        ("Webhooks__Allow__0__Network", "127.0.0.1/32"),
        ("Webhooks__Allow__0__Port", Receiver.Port.ToString(CultureInfo.InvariantCulture)),
        ("Webhooks__AttemptTimeout", "00:00:05"),
        ("Webhooks__Visibility", "00:00:10"),
        .. _settings,
    ];
}
