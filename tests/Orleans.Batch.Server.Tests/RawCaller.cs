using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orleans.Batch.Server.Tests;

/// <summary>One connection, which a client library might replace unnoticed.</summary>
internal sealed class RawCaller : IDisposable
{
    private readonly Uri _server;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public RawCaller(string url) => _server = new Uri(url);

    public bool IsOpen => !(_socket.Poll(0, SelectMode.SelectRead) && _socket.Available == 0);

    /// <summary>Makes one call, and fails unless the answer is 200.</summary>
    /// <returns>The duration, with the connection's for the first call.</returns>
    public async Task<TimeSpan> AskAsync(string path, string? key)
    {
        var began = Stopwatch.GetTimestamp();
        (await ExchangeAsync(path, key)).ShouldStartWith("HTTP/1.1 200", Case.Sensitive, path);
        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>Makes one call.</summary>
    /// <returns>The answer, which must be short.</returns>
    public async Task<string> ExchangeAsync(string path, string? key)
    {
        if (!_socket.Connected)
        {
            await _socket.ConnectAsync(IPAddress.Loopback, _server.Port).WaitAsync(Eventually.MaxWait);
        }

        var authorization = key is null ? "" : $"Authorization: Api-Key {key}\r\n";
        await _socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {_server.Authority}\r\n{authorization}\r\n"));
        var answer = new StringBuilder();
        var buffer = new byte[16 * 1024];
        while (!IsWhole(answer.ToString()))
        {
            var read = await _socket.ReceiveAsync(buffer).WaitAsync(Eventually.MaxWait);
            read.ShouldBeGreaterThan(0, $"the connection was closed in the midst of an answer to {path}: {answer}");
            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return answer.ToString();
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(string answer)
    {
        var head = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
        {
            return false;
        }

        var length = answer[..head].Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        return length is not null
            ? Encoding.UTF8.GetByteCount(answer[(head + 4)..]) >= int.Parse(length["Content-Length: ".Length..])
            : answer.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
    }
}
