using System.Net;
using System.Net.Sockets;

namespace Orleans.Batch.Grains.Hosting;

/// <summary>Checks whether a process can listen on an address, before anything is started that needs it.</summary>
public static class PortProbe
{
    /// <summary>Listens for a moment.</summary>
    /// <returns>Null if that works; otherwise the operating system's reason.</returns>
    public static SocketException? TryListen(IPEndPoint endpoint)
    {
        try
        {
            using var probe = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(endpoint);
            probe.Listen(1);
            return null;
        }
        catch (SocketException e)
        {
            return e;
        }
    }
}
