using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Batch.Gateway.Connections;

namespace Orleans.Batch.Gateway;

/// <summary>Sets the limits of the API's server.</summary>
public static class BatchGatewayKestrelExtensions
{
    // 500 code points, each four bytes escaped as %XX, twice in one path, and some room for a query.
    private const int MaxRequestLineBytes = 32 * 1024;

    // Connections that the operating system keeps until they are accepted. A burst overflows Kestrel's 512, and the
    // rest try again only after a second, then two. Linux caps it at net.core.somaxconn.
    private const int ListenBacklog = 4_096;

    /// <summary>
    /// Limits connections, slow senders and bodies, and removes the server's name from its responses. Without it the
    /// number of connections is unlimited.
    /// </summary>
    public static IWebHostBuilder ConfigureBatchKestrel(this IWebHostBuilder host)
    {
        host.ConfigureServices(static services => services
            .Configure<SocketTransportOptions>(static sockets => sockets.Backlog = ListenBacklog)
            .AddSingleton<IConnectionListenerFactory, BoundedListenerFactory>()
            .AddOptions<KestrelServerOptions>()
            .Configure<IOptions<BatchGatewayOptions>, ClientConnections, ConnectionGate>(
                static (kestrel, gateway, connections, gate) => Configure(kestrel, gateway.Value, connections.Limits, gate)));
        return host;
    }

    private static void Configure(KestrelServerOptions kestrel, BatchGatewayOptions options, ConnectionLimits limits, ConnectionGate gate)
    {
        var slowest = new MinDataRate(240, TimeSpan.FromSeconds(5));
        kestrel.AddServerHeader = false;

        // Kestrel answers a header that is not UTF-8 with an empty 400; decoded like this, it reaches RequestHeaders,
        // which refuses it.
        kestrel.RequestHeaderEncodingSelector = static _ => Encoding.UTF8;
        kestrel.Limits.MaxConcurrentUpgradedConnections = limits.Total;
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => transport => gate.RunAsync(transport, next)));
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(30);
        kestrel.Limits.MinRequestBodyDataRate = slowest;
        kestrel.Limits.MinResponseDataRate = slowest;
        kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
        kestrel.Limits.MaxRequestBodySize = Math.Max(options.MaxAddBodyBytes, options.MaxBodyBytes);
    }
}
