using System.Net;
using System.Security.Cryptography;
using Orleans.Batch.Grains.Settings;

namespace Orleans.Batch.Grains.Hosting;

/// <summary>
/// A free port of the loopback address, as Orleans accepts no 0 for a silo. Outside the range that the operating system uses for
/// outgoing connections, which could take the port before the silo listens.
/// </summary>
internal static class LoopbackPort
{
    // Linux uses 32,768 and more for outgoing connections, macOS and Windows 49,152 and more.
    private const int Least = 15_000;
    private const int Most = 25_000;
    private const int Tries = 200;

    public static int Choose()
    {
        for (var i = 0; i < Tries; i++)
        {
            var port = RandomNumberGenerator.GetInt32(Least, Most);
            if (PortProbe.TryListen(new IPEndPoint(IPAddress.Loopback, port)) is null)
            {
                return port;
            }
        }

        throw new ClusterSettingsException($"None of {Tries} ports of 127.0.0.1 between {Least} and {Most} is free.");
    }
}
