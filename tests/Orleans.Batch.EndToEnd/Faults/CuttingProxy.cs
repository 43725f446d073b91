using System.Net;
using System.Net.Sockets;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>
/// A proxy between clients and a server that cuts connections at random: in the middle of a request or, more
/// interesting, of the answer, when the work is done.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private const double CutRequest = 0.05;
    private const double CutAnswer = 0.3;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Random _chance;
    private readonly int _port;
    private readonly Task _accepting;

    public CuttingProxy(int port, int seed)
    {
        _port = port;
        _chance = new Random(seed);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The number of cut requests.</summary>
    public int RequestsCut { get; private set; }

    /// <summary>The number of cut answers.</summary>
    public int AnswersCut { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            _ = ConnectAsync(client);
        }
    }

    private async Task ConnectAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _port, _stopping.Token);
                await await Task.WhenAny(
                    PumpAsync(client.GetStream(), server.GetStream(), () => Cut(CutRequest, () => RequestsCut++)),
                    PumpAsync(server.GetStream(), client.GetStream(), () => Cut(CutAnswer, () => AnswersCut++)));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // One side is closed; the other is closed now.
            }
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, Func<bool> cut)
    {
        var bytes = new byte[16_384];
        while (await from.ReadAsync(bytes, _stopping.Token) is > 0 and var count && !cut())
        {
            await to.WriteAsync(bytes.AsMemory(0, count), _stopping.Token);
        }
    }

    private bool Cut(double share, Action count)
    {
        lock (_chance)
        {
            if (_chance.NextDouble() >= share)
            {
                return false;
            }

            count();
            return true;
        }
    }
}
