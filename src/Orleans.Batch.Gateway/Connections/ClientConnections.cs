using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway;

/// <summary>
/// Bounds the connections that have not carried a valid key or session, by address and in all. Where there are too many,
/// the one that has been idle for longest ends: an honest client sends its request at once, so a flood displaces itself.
/// The work is done per connection; requests on authenticated connections pass without a lock.
/// </summary>
internal sealed partial class ClientConnections(
    IOptions<BatchGatewayOptions> options, TrustedProxies proxies, TimeProvider time, ILogger<ClientConnections> logger)
{
    // Kept free below the total, as a connection that is told to end still counts there for a moment.
    private const int Slack = 4;

    private static readonly TimeSpan NoticeEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Source> _sources = [];
    private int _unauthenticated;
    private volatile int _open;
    private long? _noticedAt;

    public ConnectionLimits Limits { get; } = ConnectionLimits.From(options.Value, OpenFileLimit.Read());

    /// <summary>Whether no more than the reserve is left.</summary>
    public bool IsCrowded => _open > Limits.Usable;

    public void Enter(ClientConnection connection)
    {
        ClientConnection? displaced;
        lock (_lock)
        {
            _open++;
            connection.IsInReserve = IsCrowded;
            var source = Count(connection);
            source.Idle.AddLast(connection.Node);
            displaced = Crowding(source, connection) is { } crowding ? crowding.Idle.First?.Value : null;
            if (displaced is not null)
            {
                Discount(displaced);
            }
        }

        if (displaced is not null)
        {
            Notice(displaced);
            displaced.End("Too many connections carry no valid key.");
        }
    }

    public void Leave(ClientConnection connection)
    {
        lock (_lock)
        {
            _open--;
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

    /// <summary>The address that has to give a place up; null where there is room.</summary>
    private Source? Crowding(Source source, ClientConnection entered) =>
        source.Count > Limits.PerAddress && !proxies.Contains(entered.RemoteAddress) ? source
        : _unauthenticated > Limits.Unauthenticated || _open > Limits.Total - Slack
            ? _sources.Values.Where(s => s.Idle.Count > 0).MaxBy(s => s.Count)
            : null;

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

        /// <summary>Those that serve no request, the one that has been idle for longest first.</summary>
        public LinkedList<ClientConnection> Idle { get; } = [];
    }
}
