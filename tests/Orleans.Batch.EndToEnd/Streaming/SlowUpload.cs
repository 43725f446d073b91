using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Orleans.Batch.EndToEnd.Streaming;

/// <summary>An upload written by hand, a piece at a time, that can be interrupted anywhere.</summary>
public sealed class SlowUpload : IDisposable
{
    private readonly TcpClient _socket = new();

    public static async Task<SlowUpload> BeginAsync(RunningServer server, string batch)
    {
        var upload = new SlowUpload();
        await upload._socket.ConnectAsync("127.0.0.1", server.Port);
        await upload.WriteAsync(
            $"POST /api/v2/batches/{batch}/items HTTP/1.1\r\nHost: x\r\nAuthorization: Api-Key {server.Key}\r\n"
            + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
        return upload;
    }

    public Task SendAsync(string lines) => WriteAsync(
        string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(lines):x}\r\n{lines}\r\n"));

    /// <summary>Ends the body as a client does after all of it.</summary>
    /// <returns>The whole answer, its status line first.</returns>
    public async Task<string> EndAsync()
    {
        await WriteAsync("0\r\n\r\n");
        using var reader = new StreamReader(_socket.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Ends the connection instead, with a reset.</summary>
    public void Break()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();

    private Task WriteAsync(string text) => _socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();
}
