using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Orleans.Batch.Gateway.Http;

/// <summary>
/// Reads and discards the rest of a body that was refused before it was read. Closing the connection instead would
/// reset it, and most clients send a whole body before they read the response: they would see a broken pipe, not the
/// reason.
/// </summary>
internal static class RequestBodyDrain
{
    private const int BufferBytes = 64 * 1024;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Flushes the response, and reads until the end of the body, the byte limit or the time limit (10 seconds).</summary>
    public static async Task DiscardAsync(HttpContext http, long maxBytes, TimeProvider time)
    {
        if (!MayHaveMore(http))
        {
            return;
        }

        using var timeout = new CancellationTokenSource(Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, http.RequestAborted);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await http.Response.CompleteAsync();
            for (var left = maxBytes; left > 0;)
            {
                var read = await http.Request.Body.ReadAsync(buffer, end.Token);
                if (read == 0)
                {
                    return;
                }

                left -= read;
            }

            // By default Kestrel would continue to read for five seconds, without a byte limit.
            http.Abort();
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The client has disconnected or violates the protocol, or the body is still being read elsewhere.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool MayHaveMore(HttpContext http)
    {
        // A client that waits for 100 Continue has not sent anything yet. HTTP/2 ends one stream without the others.
        if (http.Response.StatusCode < StatusCodes.Status400BadRequest
            || http.RequestAborted.IsCancellationRequested
            || http.Request.Headers.Expect.Count > 0
            || !HttpProtocol.IsHttp11(http.Request.Protocol)
            || http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: true })
        {
            return false;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null; // counted above
        }

        return true;
    }
}
