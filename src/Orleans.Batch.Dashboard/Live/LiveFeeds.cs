using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Batch.Watching;

namespace Orleans.Batch.Dashboard;

/// <summary>
/// All feeds of this process. A feed is polled and rendered once for all its watchers, as long as it has any.
/// </summary>
internal sealed partial class LiveFeeds
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(3);

    private readonly IOptions<DashboardOptions> _options;
    private readonly IHostApplicationLifetime _host;
    private readonly TimeProvider _time;
    private readonly ILogger<LiveFeeds> _logger;
    private readonly WatchedObjects<string, LiveFeed> _feeds;
    private int _watchers;

    /// <summary>Starts no feed.</summary>
    public LiveFeeds(IOptions<DashboardOptions> options, IHostApplicationLifetime host, TimeProvider time, ILogger<LiveFeeds> logger)
    {
        (_options, _host, _time, _logger) = (options, host, time, logger);
        _feeds = new(FollowAsync);
    }

    /// <summary>How many feeds there are.</summary>
    public int Count => _feeds.Count;

    /// <summary>Adds a watcher to a feed; null when there is no room for one more.</summary>
    /// <param name="key">The key of the feed, the project included: equal keys share a feed.</param>
    /// <param name="snapshots">
    /// Polls as long as there is a watcher, at a rate that bounds its cost; ends when the state is final. Of equal
    /// keys, the first caller's is used.
    /// </param>
    public Watch<LiveFeed>? Join(string key, Func<CancellationToken, IAsyncEnumerable<Snapshot>> snapshots)
    {
        if (Interlocked.Increment(ref _watchers) <= _options.Value.MaxLivePages)
        {
            return _feeds.Enter(key, () => new LiveFeed(snapshots));
        }

        Interlocked.Decrement(ref _watchers);
        return null;
    }

    /// <summary>Removes a watcher; the last one ends the feed.</summary>
    public void Leave(Watch<LiveFeed> watch)
    {
        Interlocked.Decrement(ref _watchers);
        watch.Dispose();
    }

    private async Task FollowAsync(LiveFeed feed, CancellationToken unwatched)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(unwatched, _host.ApplicationStopping);
        try
        {
            while (!await IsOverAsync(feed, end.Token))
            {
                await Task.Delay(AfterFailure, _time, end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The last watcher has left, or the host stops.
        }
    }

    private async Task<bool> IsOverAsync(LiveFeed feed, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var snapshot in feed.ReadAsync(cancellationToken).WithCancellation(cancellationToken))
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
            LogFailed(_logger, e);
            feed.Failed();
            return false;
        }
    }

    [LoggerMessage(EventId = 2401, Level = LogLevel.Debug, Message = "A page that updates itself could not be looked at")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
