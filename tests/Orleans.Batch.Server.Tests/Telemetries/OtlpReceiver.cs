using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Server.Tests.Telemetries;

/// <summary>A collector inside the test's process, which accepts and keeps everything.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly ConcurrentQueue<OtlpRequest> _requests = new();

    private OtlpReceiver(WebApplication host) => _host = host;

    /// <summary>The address, without a slash at its end.</summary>
    public string Url => $"http://127.0.0.1:{new Uri(_host.Urls.Single()).Port}";

    public IReadOnlyCollection<OtlpRequest> Requests => _requests;

    /// <summary>Every called path, once.</summary>
    public IEnumerable<string> Paths => _requests.Select(r => r.Path).Distinct().Order(StringComparer.Ordinal);

    /// <param name="protocols">HTTP/2 for gRPC.</param>
    public static async Task<OtlpReceiver> StartAsync(HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0, l => l.Protocols = protocols));
        var receiver = new OtlpReceiver(builder.Build());
        receiver._host.Run(async http =>
        {
            using var content = new MemoryStream();
            await http.Request.Body.CopyToAsync(content);
            receiver._requests.Enqueue(new OtlpRequest(
                http.Request.Path, http.Request.Headers["x-token"].ToString(), Encoding.Latin1.GetString(content.ToArray())));
        });
        await receiver._host.StartAsync();
        return receiver;
    }

    /// <summary>Waits until the requests to a path have contained each of the texts.</summary>
    public async Task WaitForAsync(string path, params string[] texts)
    {
        foreach (var text in texts)
        {
            try
            {
                await Eventually.TrueAsync(() => Task.FromResult(
                    _requests.Any(r => r.Path == path && r.Content.Contains(text, StringComparison.Ordinal))));
            }
            catch (ShouldAssertException e)
            {
                throw new InvalidOperationException($"{path} got no \"{text}\"; called: {string.Join(", ", Paths)}", e);
            }
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}

/// <summary>One call of an exporter.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Token">Its header x-token.</param>
/// <param name="Content">The Protocol Buffers message; texts in it are readable.</param>
internal sealed record OtlpRequest(string Path, string Token, string Content);
