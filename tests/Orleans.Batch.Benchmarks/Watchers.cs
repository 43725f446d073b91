using System.Net.Sockets;
using System.Text;
using Orleans.Batch.TestKit.Servers;

namespace Orleans.Batch.Benchmarks;

/// <summary>
/// Many watchers of one batch, as cheap as a client can be: they run on the server's cores, so their cost counts too. They
/// look only for the end.
/// </summary>
internal sealed class Watchers : IAsyncDisposable
{
    private static readonly byte[] Done = "event: done"u8.ToArray();

    private readonly Task<int>[] _watching;

    private Watchers(Task<int>[] watching) => _watching = watching;

    /// <summary>Starts to watch; returns when each watcher has received the batch's state.</summary>
    public static async Task<Watchers> OpenAsync(RunningServer server, string batch, int count)
    {
        var request = Encoding.ASCII.GetBytes(
            $"GET /api/v2/batches/{batch}/events HTTP/1.1\r\nHost: x\r\nAuthorization: Api-Key {server.Key}\r\n\r\n");
        var told = new CountdownEvent(count);
        var watching = new Watchers([.. Enumerable.Range(0, count).Select(_ => WatchAsync(server.Port, request, told))]);
        await Task.Run(told.Wait);
        return watching;
    }

    /// <summary>Waits until all have received the end.</summary>
    /// <returns>The number of events that all of them received.</returns>
    public async Task<int> EndAsync() => (await Task.WhenAll(_watching)).Sum();

    public async ValueTask DisposeAsync() => await EndAsync();

    private static async Task<int> WatchAsync(int port, byte[] request, CountdownEvent told)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", port);
        await socket.SendAsync(request);
        var buffer = new byte[4 * 1024];
        for (var events = 0; ;)
        {
            var read = await socket.ReceiveAsync(buffer);
            var text = buffer.AsSpan(0, read);
            if (text.IndexOf("data: "u8) >= 0 && events++ == 0)
            {
                told.Signal();
            }

            if (read == 0 || text.IndexOf(Done) >= 0)
            {
                return events;
            }
        }
    }
}
