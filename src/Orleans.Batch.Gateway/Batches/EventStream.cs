using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>
/// Server-sent events of one batch (WHATWG HTML, 9.2). A slow watcher delays no other and gets the latest event next.
/// </summary>
internal sealed class EventStream(IBatchClient batches, IHostApplicationLifetime host, TimeProvider time)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    // Bounds the watch of a revoked key; clients reconnect by themselves and continue where they were.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private static readonly byte[] Begin = "retry: 2000\n\n"u8.ToArray();
    private static readonly byte[] Beat = ":\n\n"u8.ToArray();

    /// <summary>Writes the events of a batch until it has ended.</summary>
    /// <param name="http">The request.</param>
    /// <param name="batchId">The batch.</param>
    /// <param name="frames">The format of the events.</param>
    public async Task RunAsync(HttpContext http, Guid batchId, EventFrames frames)
    {
        var last = http.Request.Headers["Last-Event-ID"].ToString();
        if (BatchEvent.HasSeenEnd(await batches.GetAsync(http.Project(), batchId, http.RequestAborted), last))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
        await using var timer = time.CreateTimer(static e => ((CancellationTokenSource)e!).Cancel(), end, Longest, Timeout.InfiniteTimeSpan);
        await using var events = batches.WatchAsync(http.Project(), batchId, last, end.Token).GetAsyncEnumerator(end.Token);
        var next = events.MoveNextAsync().AsTask();
        if (next.IsFaulted)
        {
            await next; // there is room for no more watchers: the response has not started yet
        }

        http.Response.ContentType = "text/event-stream";
        http.Response.Headers["X-Accel-Buffering"] = "no"; // read by proxies of the nginx family
        try
        {
            await WriteAsync(http, Begin, end.Token);
            while (await IsThereAsync(next, http, end.Token))
            {
                await WriteAsync(http, frames.Get(events.Current), end.Token);
                next = events.MoveNextAsync().AsTask();
            }
        }
        catch (OperationCanceledException) when (!http.RequestAborted.IsCancellationRequested)
        {
            // The time is over, or the server stops: the client reconnects.
        }
        finally
        {
            await end.CancelAsync();
            await ((Task)next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async ValueTask<bool> IsThereAsync(Task<bool> next, HttpContext http, CancellationToken cancellationToken)
    {
        while (!next.IsCompleted)
        {
            Task beat = next.WaitAsync(Heartbeat, time, cancellationToken);
            await beat.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!next.IsCompleted)
            {
                await WriteAsync(http, Beat, cancellationToken);
            }
        }

        return await next;
    }

    private static async ValueTask WriteAsync(HttpContext http, byte[] bytes, CancellationToken cancellationToken) =>
        await http.Response.BodyWriter.WriteAsync(bytes, cancellationToken);
}
