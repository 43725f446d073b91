using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Dashboard;

/// <summary>
/// All feeds of this process. A feed is polled and rendered once for all its watchers, as long as it has any.
/// </summary>
internal sealed partial class LiveFeeds(
    IOptions<DashboardOptions> options, IHostApplicationLifetime host, TimeProvider time, ILogger<LiveFeeds> logger)
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LiveFeed> _feeds = new(StringComparer.Ordinal);
    private int _watchers;

    /// <summary>How many feeds there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _feeds.Count;
            }
        }
    }

    /// <summary>Adds a watcher to a feed; null when there is no room for one more.</summary>
    /// <param name="key">The key of the feed, the project included: equal keys share a feed.</param>
    /// <param name="snapshots">
    /// Polls as long as there is a watcher, at a rate that bounds its cost; ends when the state is final. Of equal
    /// keys, the first caller's is used.
    /// </param>
    public LiveFeed? Join(string key, Func<CancellationToken, IAsyncEnumerable<Snapshot>> snapshots)
    {
        lock (_lock)
        {
            if (_watchers >= options.Value.MaxLivePages)
            {
                return null;
            }

            _watchers++;
            if (!_feeds.TryGetValue(key, out var feed))
            {
                feed = new LiveFeed(key);
                _feeds.Add(key, feed);
                _ = RunAsync(feed, snapshots);
            }

            feed.Watchers++;
            return feed;
        }
    }

    /// <summary>Removes a watcher; the last one ends the feed.</summary>
    public void Leave(LiveFeed feed)
    {
        lock (_lock)
        {
            _watchers--;
            if (--feed.Watchers > 0)
            {
                return;
            }

            _feeds.Remove(feed.Key);
        }

        feed.Unwatched.Cancel();
    }

    private async Task RunAsync(LiveFeed feed, Func<CancellationToken, IAsyncEnumerable<Snapshot>> snapshots)
    {
        // Off the caller's thread: the feed outlives the request that started it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(feed.Unwatched.Token, host.ApplicationStopping);
        try
        {
            while (!await IsOverAsync(feed, snapshots, end.Token))
            {
                await Task.Delay(AfterFailure, time, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The last watcher has left, or the host stops.
        }
    }

    private async Task<bool> IsOverAsync(
        LiveFeed feed, Func<CancellationToken, IAsyncEnumerable<Snapshot>> snapshots, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var snapshot in snapshots(cancellationToken).WithCancellation(cancellationToken))
            {
                feed.Update(snapshot);
            }

            feed.End();
            return true;
        }
        catch (BatchServiceException e) when (e.Kind == ErrorKind.NotFound)
        {
            feed.End(); // deleted while it was watched
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // The database is unreachable, or a fault: the page shows that it is stale, and the next try may succeed.
            LogFailed(logger, e);
            feed.Failed();
            return false;
        }
    }

    [LoggerMessage(EventId = 2401, Level = LogLevel.Debug, Message = "A page that updates itself could not be looked at")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
