using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Orleans.Batch.Grains.Hosting;

/// <summary>
/// A free port of the loopback address, as Orleans takes no 0 for a silo's. Not one that the operating system gives to outgoing
/// connections, which would take it before the silo listens.
/// </summary>
internal static class LoopbackPort
{
    // Linux gives 32,768 and more to outgoing connections, macOS and Windows 49,152 and more.
    private const int Least = 15_000;
    private const int Most = 25_000;
    private const int Tries = 200;

    public static int Choose()
    {
        for (var i = 0; i < Tries; i++)
        {
            var port = RandomNumberGenerator.GetInt32(Least, Most);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new ClusterSettingsException($"None of {Tries} ports of 127.0.0.1 between {Least} and {Most} is free.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            probe.Bind(new IPEndPoint(IPAddress.Loopback, port));
            probe.Listen(1);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
