using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Connections;

/// <summary>
/// Kestrel's sockets, with a limit: at the maximum of open connections they accept none, and further ones wait in the
/// operating system's backlog. Kestrel's own limit closes further ones instead, so a flood that arrives faster than
/// displaced connections end would also close those of honest callers.
/// </summary>
internal sealed class BoundedListenerFactory(
    IOptions<SocketTransportOptions> sockets, ILoggerFactory loggers, ClientConnections connections)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportFactory _sockets = new(sockets, loggers);

    public bool CanBind(EndPoint endpoint) => _sockets.CanBind(endpoint);

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new BoundedListener(await _sockets.BindAsync(endpoint, cancellationToken), connections);

    private sealed class BoundedListener(IConnectionListener inner, ClientConnections connections) : IConnectionListener
    {
        private readonly CancellationTokenSource _unbound = new();

        public EndPoint EndPoint => inner.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            await connections.WaitForRoomAsync(_unbound.Token);
            var accepted = await inner.AcceptAsync(cancellationToken);
            if (accepted is not null)
            {
                connections.Accept();
            }

            return accepted;
        }

        public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            await _unbound.CancelAsync();
            await inner.UnbindAsync(cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await _unbound.CancelAsync();
            await inner.DisposeAsync();
            _unbound.Dispose();
        }
    }
}
