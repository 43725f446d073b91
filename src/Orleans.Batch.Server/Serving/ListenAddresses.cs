using System.Net;
using System.Net.Sockets;
using Orleans.Batch.Grains.Hosting;

namespace Orleans.Batch.Server.Serving;

/// <summary>Checks the addresses before anything is started for them.</summary>
internal static class ListenAddresses
{
    /// <exception cref="ServerRefusalException">One is malformed, in use, or not this machine's.</exception>
    public static void Require(string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Parse(url) is { } endpoint)
            {
                RequireFree(url, endpoint);
            }
        }
    }

    public static ServerRefusalException Taken(string url, Exception cause) => new(
        ExitCodes.Address,
        $"Cannot listen on {url}: {cause.Message}. Is another server running there? Choose another address with " +
        "--urls, for example --urls http://127.0.0.1:8081",
        cause);

    private static IPEndPoint? Parse(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException e)
        {
            throw new ServerRefusalException(
                ExitCodes.BadSetting, $"--urls: {url} is not an address. Example: http://127.0.0.1:8080", e);
        }

        if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0)
        {
            return null;
        }

        var host = address.Host.Trim('[', ']');
        return IPAddress.TryParse(host, out var ip) ? new IPEndPoint(ip, address.Port)
            : host == "localhost" ? new IPEndPoint(IPAddress.Loopback, address.Port)
            : new IPEndPoint(IPAddress.IPv6Any, address.Port);
    }

    private static void RequireFree(string url, IPEndPoint endpoint)
    {
        // Without IPv6, the web server falls back by itself.
        if (PortProbe.TryListen(endpoint) is { SocketErrorCode: not SocketError.AddressFamilyNotSupported } e)
        {
            throw Taken(url, e);
        }
    }
}
