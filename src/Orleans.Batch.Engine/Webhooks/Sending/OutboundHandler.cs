using System.Net;
using System.Net.Sockets;

namespace Orleans.Batch.Webhooks;

/// <summary>
/// Creates the only handler for outgoing webhooks. It connects only to addresses that were checked for that connection;
/// it uses no redirects, proxies or cookies.
/// </summary>
internal static class OutboundHandler
{
    private const int MaxHeaderKilobytes = 16;

    // A name whose address has changed is checked again soon.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromSeconds(60);

    public static SocketsHttpHandler Create(TargetValidator judge, TimeSpan connectTimeout) => new()
    {
        // Connecting continues after its request was canceled, unless it has a separate limit.
        ConnectTimeout = connectTimeout,
        ConnectCallback = (context, cancellation) => ConnectAsync(judge, context, cancellation),
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = ConnectionLifetime,
        PooledConnectionIdleTimeout = ConnectionLifetime / 2,
        MaxResponseHeadersLength = MaxHeaderKilobytes,
        MaxResponseDrainSize = 0,
        ResponseDrainTimeout = TimeSpan.Zero,
        ActivityHeadersPropagator = null,
    };

    private static async ValueTask<Stream> ConnectAsync(
        TargetValidator judge, SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var target = context.DnsEndPoint;
        var encrypted = context.InitialRequestMessage.RequestUri!.Scheme == Uri.UriSchemeHttps;
        var addresses = await judge.ResolveAsync(target.Host.TrimEnd('.'), target.Port, encrypted, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, target.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
