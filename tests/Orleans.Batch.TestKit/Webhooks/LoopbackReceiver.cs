using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Orleans.Batch.TestKit.Webhooks;

/// <summary>A webhook receiver inside the test's process, on every loopback address: 127.0.0.1, 127.0.0.2 …</summary>
public sealed class LoopbackReceiver : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly ConcurrentQueue<ReceivedMessage> _messages = new();

    private LoopbackReceiver(WebApplication host) => _host = host;

    public int Port => new Uri(_host.Urls.Single()).Port;

    public string Url => $"http://127.0.0.1:{Port}/";

    /// <summary>The received messages, in order.</summary>
    public IReadOnlyCollection<ReceivedMessage> Messages => _messages;

    /// <param name="answer">Called when a message has been read; the answer is 200 unless it sets another.</param>
    public static async Task<LoopbackReceiver> StartAsync(Func<ReceivedMessage, HttpContext, Task>? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Any, 0));
        var receiver = new LoopbackReceiver(builder.Build());
        receiver._host.Run(async http =>
        {
            var message = await ReadAsync(http, TimeProvider.System.GetUtcNow());
            receiver._messages.Enqueue(message);
            await (answer?.Invoke(message, http) ?? Task.CompletedTask);
        });
        await receiver._host.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private static async Task<ReceivedMessage> ReadAsync(HttpContext http, DateTimeOffset at)
    {
        using var content = new MemoryStream();
        await http.Request.Body.CopyToAsync(content);
        var headers = http.Request.Headers;
        var body = JsonSerializer.Deserialize<JsonElement>(content.ToArray());
        return new ReceivedMessage(at, http.Request.Host.Host, Guid.Parse(headers["webhook-id"].ToString()), body)
        {
            Content = content.ToArray(),
            Timestamp = headers["webhook-timestamp"].ToString(),
            Signature = headers["webhook-signature"].ToString(),
        };
    }
}

/// <summary>One received message.</summary>
/// <param name="At">The time when its headers had arrived.</param>
/// <param name="Host">The host name under which this receiver was called.</param>
/// <param name="Id">Its id.</param>
/// <param name="Body">Its content.</param>
public sealed record ReceivedMessage(DateTimeOffset At, string Host, Guid Id, JsonElement Body)
{
    /// <summary>The body, byte for byte.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>The time of sending that it states, which is part of what is signed.</summary>
    public string Timestamp { get; init; } = "";

    /// <summary>Its signatures.</summary>
    public string Signature { get; init; } = "";

    /// <summary>The id of its batch.</summary>
    public Guid BatchId => Body.GetProperty("batch_id").GetGuid();
}
