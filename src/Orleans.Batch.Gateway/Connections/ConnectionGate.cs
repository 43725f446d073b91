using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Connections;

/// <summary>Kestrel's connection middleware: it runs for every connection before a byte is read, and before TLS.</summary>
internal sealed class ConnectionGate(ClientConnections connections, IOptions<BatchGatewayOptions> options, TimeProvider time)
{
    public async Task RunAsync(ConnectionContext transport, ConnectionDelegate next)
    {
        var connection = new ClientConnection(transport, connections);
        transport.Features.Set(connection);
        connections.Enter(connection);
        try
        {
            using var timeout = time.CreateTimer(
                static c => ((ClientConnection)c!).EndIfSilent(), connection, options.Value.FirstRequestTimeout, Timeout.InfiniteTimeSpan);
            using var guard = new StallGuard(transport.Transport, connection, options.Value.WriteStallTimeout, time);
            transport.Transport = guard;
            await next(transport);
        }
        finally
        {
            connections.Leave(connection);
        }
    }
}
