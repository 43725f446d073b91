using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Connections;

/// <summary>
/// Bounds the connections that have not carried a valid key or session, by address and in all. When there are too many,
/// the one that has been idle for longest ends: an honest client sends its request at once, so a flood displaces
/// itself. The work is done per connection; requests on authenticated connections take no lock.
/// </summary>
internal sealed partial class ClientConnections(
    IOptions<BatchGatewayOptions> options, TrustedProxies proxies, TimeProvider time, ILogger<ClientConnections> logger)
{
    // A connection that becomes idle while all places are taken is noticed after this time.
    private static readonly TimeSpan LookAgainEvery = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan NoticeEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Source> _sources = [];
    private int _unauthenticated;
    private volatile int _open;
    private TaskCompletionSource? _left;
    private long? _noticedAt;

    public ConnectionLimits Limits { get; } = ConnectionLimits.From(options.Value, OpenFileLimit.Read());

    /// <summary>Whether only the reserve is left.</summary>
    public bool IsCrowded => _open > Limits.Usable;

    /// <summary>Waits until a further connection may be open, or listening ends. Closes idle ones without a key.</summary>
    public async Task WaitForRoomAsync(CancellationToken unbound)
    {
        while (_open >= Limits.Total && !unbound.IsCancellationRequested)
        {
            Task left;
            ClientConnection? displaced;
            lock (_lock)
            {
                left = (_left ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
                displaced = _open >= Limits.Total ? Displace(Largest()) : null;
            }

            End(displaced);
            await Task.WhenAny(left, Task.Delay(LookAgainEvery, time, unbound));
        }
    }

    /// <summary>Registers an accepted connection; <see cref="Enter"/> and <see cref="Leave"/> follow.</summary>
    public void Accept()
    {
        lock (_lock)
        {
            _open++;
        }
    }

    public void Enter(ClientConnection connection)
    {
        ClientConnection? displaced;
        lock (_lock)
        {
            connection.IsInReserve = IsCrowded;
            var source = Count(connection);
            source.Idle.AddLast(connection.Node);
            displaced = Displace(FindCrowdingSource(source, connection));
        }

        End(displaced);
    }

    public void Leave(ClientConnection connection)
    {
        lock (_lock)
        {
            _open--;
            _left?.TrySetResult();
            _left = null;
            Discount(connection);
        }
    }

    public void BeginRequest(ClientConnection connection)
    {
        connection.HasSpoken = true;
        if (!connection.IsCounted)
        {
            return;
        }

        lock (_lock)
        {
            connection.Requests++;
            connection.Node.List?.Remove(connection.Node);
        }
    }

    public void EndRequest(ClientConnection connection)
    {
        if (!connection.IsCounted)
        {
            return;
        }

        lock (_lock)
        {
            connection.Requests--;
            if (connection is { IsCounted: true, Requests: 0 })
            {
                _sources[ClientAddress.From(connection.RemoteAddress)].Idle.AddLast(connection.Node);
            }
        }
    }

    public void Authenticate(ClientConnection connection)
    {
        if (connection.IsCounted)
        {
            lock (_lock)
            {
                Discount(connection);
            }
        }
    }

    private Source Count(ClientConnection connection)
    {
        var address = ClientAddress.From(connection.RemoteAddress);
        if (!_sources.TryGetValue(address, out var source))
        {
            _sources[address] = source = new Source();
        }

        connection.IsCounted = true;
        source.Count++;
        _unauthenticated++;
        return source;
    }

    private void Discount(ClientConnection connection)
    {
        if (!connection.IsCounted)
        {
            return;
        }

        connection.IsCounted = false;
        _unauthenticated--;
        connection.Node.List?.Remove(connection.Node);
        var address = ClientAddress.From(connection.RemoteAddress);
        if (--_sources[address].Count == 0)
        {
            _sources.Remove(address);
        }
    }

    /// <summary>The address that has to give up a place; null when there is room.</summary>
    private Source? FindCrowdingSource(Source source, ClientConnection entered) =>
        source.Count > Limits.PerAddress && !proxies.Contains(entered.RemoteAddress) ? source
        : _unauthenticated > Limits.Unauthenticated ? Largest()
        : null;

    /// <summary>The address with the most connections, of those that have idle ones.</summary>
    private Source? Largest() => _sources.Values.Where(s => s.Idle.Count > 0).MaxBy(s => s.Count);

    private ClientConnection? Displace(Source? source)
    {
        var displaced = source?.Idle.First?.Value;
        if (displaced is not null)
        {
            Discount(displaced);
        }

        return displaced;
    }

    private void End(ClientConnection? displaced)
    {
        if (displaced is not null)
        {
            Notice(displaced);
            displaced.End("Too many connections carry no valid key.");
        }
    }

    private void Notice(ClientConnection displaced)
    {
        lock (_lock)
        {
            if (_noticedAt is { } at && time.GetElapsedTime(at) < NoticeEvery)
            {
                return;
            }

            _noticedAt = time.GetTimestamp();
        }

        LogDisplaced(Limits.Unauthenticated, Limits.PerAddress, ClientAddress.From(displaced.RemoteAddress));
    }

    [LoggerMessage(
        EventId = 2301,
        Level = LogLevel.Warning,
        Message = "Too many connections carry no valid key (limits: {Limit} in all, {PerAddress} of one address). Those that have been idle for "
            + "longest are closed, at first one of {Address}. This is reported once a minute")]
    private partial void LogDisplaced(int limit, int perAddress, IPAddress address);

    private sealed class Source
    {
        public int Count { get; set; }

        /// <summary>Connections without a running request, the one that has been idle for longest first.</summary>
        public LinkedList<ClientConnection> Idle { get; } = [];
    }
}
