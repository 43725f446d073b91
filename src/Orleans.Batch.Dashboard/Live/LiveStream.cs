using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Orleans.Batch.Dashboard;

/// <summary>
/// The live updates of one open page (server-sent events; WHATWG HTML, 9.2): <c>html</c> holds elements that replace
/// those with their ids, <c>stale</c> means that the server cannot read the state now, <c>end</c> that the state is
/// final.
/// </summary>
internal sealed class LiveStream(LiveFeeds feeds, IHostApplicationLifetime host, TimeProvider time)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    // An ended session still receives updates for at most this long.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <inheritdoc cref="LiveFeeds.Join"/>
    public async Task RunAsync(HttpContext http, string key, Func<CancellationToken, IAsyncEnumerable<Snapshot>> snapshots)
    {
        if (feeds.Join(key, snapshots) is not { } watch)
        {
            throw new BatchServiceException(ErrorKind.Unavailable, ErrorCodes.Unavailable, "too many pages update themselves already");
        }

        try
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, host.ApplicationStopping);
            await using var timer = time.CreateTimer(static e => ((CancellationTokenSource)e!).Cancel(), end, Longest, Timeout.InfiniteTimeSpan);
            await SendAsync(http, watch.Target, end.Token);
        }
        catch (OperationCanceledException)
        {
            // The time is over, the page was closed, or the server stops: an open page reconnects.
        }
        finally
        {
            feeds.Leave(watch);
        }
    }

    private async Task SendAsync(HttpContext http, LiveFeed feed, CancellationToken cancellationToken)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers["X-Accel-Buffering"] = "no"; // read by proxies of the nginx family
        await WriteAsync(http, "retry: 2000\n\n", cancellationToken);
        var seen = 0L;
        while (true)
        {
            var news = feed.After(seen);
            if (news.Version > seen)
            {
                seen = news.Version;
                await WriteAsync(http, EventsOf(news), cancellationToken);
                if (news.State == LiveState.Ended)
                {
                    return;
                }
            }

            Task told = news.Next.WaitAsync(Heartbeat, time, cancellationToken);
            await told.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (!news.Next.IsCompleted)
            {
                await WriteAsync(http, ":\n\n", cancellationToken);
            }
        }
    }

    private static string EventsOf(FeedUpdate news)
    {
        var text = new StringBuilder();
        if (news.Changed.Count > 0)
        {
            text.Append("event: html\n");
            foreach (var line in string.Concat(news.Changed).ReplaceLineEndings("\n").Split('\n'))
            {
                text.Append("data: ").Append(line).Append('\n');
            }

            text.Append('\n');
        }

        text.Append(news switch
        {
            { State: LiveState.Ended } => "event: end\ndata:\n\n",
            { State: LiveState.Stale } => "event: stale\ndata:\n\n",
            { Changed.Count: 0 } => "event: fresh\ndata:\n\n",
            _ => "",
        });
        return text.ToString();
    }

    private static async ValueTask WriteAsync(HttpContext http, string text, CancellationToken cancellationToken) =>
        await http.Response.BodyWriter.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
}
