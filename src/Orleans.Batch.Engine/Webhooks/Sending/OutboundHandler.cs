using System.Net;
using System.Net.Sockets;

namespace Orleans.Batch.Webhooks;

/// <summary>
/// Makes the one handler that webhooks leave through. It dials only addresses that were judged for that connection, and
/// does nothing on its own that would lead elsewhere or keep what a receiver sends.
/// </summary>
internal static class OutboundHandler
{
    private const int MaxHeaderKilobytes = 16;

    // A name that leads elsewhere now is judged anew soon.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromSeconds(60);

    public static SocketsHttpHandler Create(TargetValidator judge, TimeSpan connectTimeout) => new()
    {
        // A connection goes on being made when its request has given up, unless it has a limit of its own.
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
