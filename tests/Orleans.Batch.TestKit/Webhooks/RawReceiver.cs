using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.TestKit.Webhooks;

/// <summary>
/// A receiver on a real socket of the loopback interface, one exchange per connection. It reads a request and then
/// acts as the test decides, also against the protocol.
/// </summary>
public sealed class RawReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<Exchange, Task> _answer;
    private readonly Task _accepting;
    private int _connections;

    public RawReceiver(Func<Exchange, Task> answer)
    {
        _answer = answer;
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    /// <summary>Answers every request with this status and these headers.</summary>
    public static RawReceiver Answering(string status, params string[] headers) => new(e => e.WriteAsync(
        $"HTTP/1.1 {status}\r\n{string.Concat(headers.Select(h => h + "\r\n"))}Content-Length: 2\r\nConnection: close\r\n\r\nok"));

    /// <summary>Permits an engine to send to these receivers, although they are on this machine.</summary>
    public static void Allow(WebhookOptions options, params RawReceiver[] receivers)
    {
        foreach (var receiver in receivers)
        {
            options.Allow.Add(new AllowedTarget { Network = "127.0.0.1/32", Port = receiver.Port });
        }
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"http://127.0.0.1:{Port}/hook";

    /// <summary>The number of opened connections, with or without a request.</summary>
    public int Connections => _connections;

    public ConcurrentQueue<Exchange> Exchanges { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting; // before its listener is closed, which it would report as misuse
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                Interlocked.Increment(ref _connections);
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The receiver is disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var exchange = await Exchange.ReadAsync(client.GetStream(), _end.Token);
                Exchanges.Enqueue(exchange);
                await _answer(exchange);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The sender has closed the connection, as some tests require.
            }
        }
    }
}

/// <summary>A request that was read, with methods to answer it.</summary>
public sealed class Exchange
{
    private readonly NetworkStream _stream;
    private readonly CancellationToken _end;

    private Exchange(NetworkStream stream, string head, string body, CancellationToken end)
    {
        (_stream, Head, Body, _end) = (stream, head, body, end);
    }

    public string Head { get; }

    public string Body { get; }

    public string Header(string name) => Head.Split("\r\n")
        .Single(l => l.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))[(name.Length + 1)..].Trim();

    public static async Task<Exchange> ReadAsync(NetworkStream stream, CancellationToken end)
    {
        var text = new StringBuilder();
        var buffer = new byte[8192];
        int head;
        while ((head = text.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            await ReadSomeAsync();
        }

        var exchange = new Exchange(stream, text.ToString(0, head), "", end);
        var length = int.Parse(exchange.Header("Content-Length"));
        while (text.Length < head + 4 + length)
        {
            await ReadSomeAsync();
        }

        return new Exchange(stream, exchange.Head, text.ToString(head + 4, length), end);

        async Task ReadSomeAsync()
        {
            var read = await stream.ReadAsync(buffer, end);
            text.Append(read > 0 ? Encoding.Latin1.GetString(buffer, 0, read) : throw new IOException("ended"));
        }
    }

    public async Task WriteAsync(string text) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(text), _end);

    /// <summary>Writes the same bytes until the sender closes the connection.</summary>
    public async Task WriteForEverAsync(string text, TimeSpan pause = default)
    {
        var bytes = Encoding.Latin1.GetBytes(text);
        while (true)
        {
            await _stream.WriteAsync(bytes, _end);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, _end);
            }
        }
    }

    /// <summary>Sends nothing until the sender closes the connection.</summary>
    public async Task UntilClosedAsync()
    {
        while (await _stream.ReadAsync(new byte[1], _end) > 0)
        {
        }
    }
}
