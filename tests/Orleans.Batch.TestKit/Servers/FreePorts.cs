using System.Net;
using System.Net.Sockets;

namespace Orleans.Batch.TestKit.Servers;

/// <summary>
/// Ports that nothing listens on, and that no other test gets. They are below those that the system assigns to outgoing
/// connections, so that one of these cannot take the port of a process that is restarting.
/// </summary>
public static class FreePorts
{
    private const int Lowest = 12_000;
    private const int Highest = 31_000;

    // Locked until this process ends, so that parallel test processes get different ports.
    private static readonly List<FileStream> Given = [];

    private static readonly string Marks = Path.Combine(Path.GetTempPath(), "ob-test-ports");

    public static int Next()
    {
        Directory.CreateDirectory(Marks);
        while (true)
        {
            var port = Random.Shared.Next(Lowest, Highest);
            if (TryMark(port) && IsFree(port))
            {
                return port;
            }
        }
    }

    private static bool TryMark(int port)
    {
        try
        {
            var mark = new FileStream(
                Path.Combine(Marks, $"{port}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            lock (Given)
            {
                Given.Add(mark);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
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
