using System.Net;
using System.Net.Sockets;

namespace Orleans.Batch.TestKit.Clusters;

/// <summary>
/// Ports that nothing listens on. They lie below those that the system gives to outgoing connections, so that one of
/// these cannot take the port of a process that is dead for a moment.
/// </summary>
internal static class FreePorts
{
    private const int Lowest = 12_000;
    private const int Highest = 31_000;

    private static readonly HashSet<int> Given = [];

    public static int Next()
    {
        lock (Given)
        {
            while (true)
            {
                var port = Random.Shared.Next(Lowest, Highest);
                if (!Given.Contains(port) && IsFree(port))
                {
                    Given.Add(port);
                    return port;
                }
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
