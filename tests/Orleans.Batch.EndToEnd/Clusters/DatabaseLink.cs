using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>The network between one process and the database, which can be broken.</summary>
internal sealed class DatabaseLink : IAsyncDisposable
{
    private static readonly TimeSpan Slowness = TimeSpan.FromMilliseconds(300);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<TcpClient, byte> _open = [];
    private readonly ConcurrentDictionary<LinkState, int> _met = [];
    private readonly NpgsqlConnectionStringBuilder _database;
    private readonly Task _accepting;
    private volatile LinkState _state;

    public DatabaseLink(string connectionString)
    {
        _database = new NpgsqlConnectionStringBuilder(connectionString);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The database's connection string through this link.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_database.ConnectionString)
    {
        Host = IPAddress.Loopback.ToString(),
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port,
    }.ConnectionString;

    // A path names the directory of a socket.
    private EndPoint Server => Path.IsPathRooted(_database.Host)
        ? new UnixDomainSocketEndPoint(Path.Combine(_database.Host, FormattableString.Invariant($".s.PGSQL.{_database.Port}")))
        : new DnsEndPoint(_database.Host!, _database.Port);

    /// <summary>How many connections, or pieces of data on them, a state has affected so far.</summary>
    public int Met(LinkState state) => _met.GetValueOrDefault(state);

    /// <summary>Changes the state. Connections that lost data stay silent.</summary>
    public void Become(LinkState state)
    {
        _state = state;
        if (state == LinkState.Reset)
        {
            foreach (var client in _open.Keys)
            {
                Cut(client);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            _ = ConnectAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
        }
    }

    private async Task ConnectAsync(TcpClient client)
    {
        _open.TryAdd(client, 0);
        try
        {
            if (_state == LinkState.Reset)
            {
                Cut(client);
                return;
            }

            var server = Server;
            using var socket = new Socket(
                server.AddressFamily == AddressFamily.Unix ? AddressFamily.Unix : AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(server, _stopping.Token);
            await using var database = new NetworkStream(socket);
            await await Task.WhenAny(
                PumpAsync(client.GetStream(), database, isAnswer: false), PumpAsync(database, client.GetStream(), isAnswer: true));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One side is closed; the other is closed now.
        }
        finally
        {
            _open.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, bool isAnswer)
    {
        var bytes = new byte[65_536];
        while (await from.ReadAsync(bytes, _stopping.Token) is > 0 and var count)
        {
            var state = _state;
            _met.AddOrUpdate(state, 1, static (_, met) => met + 1);
            if (state == LinkState.Slow)
            {
                await Task.Delay(Slowness, _stopping.Token);
            }
            else if (state == LinkState.Silent || (state == LinkState.OneWay && isAnswer))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _stopping.Token);
            }

            await to.WriteAsync(bytes.AsMemory(0, count), _stopping.Token);
        }
    }

    private void Cut(TcpClient client)
    {
        _met.AddOrUpdate(LinkState.Reset, 1, static (_, met) => met + 1);
        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();
    }
}
