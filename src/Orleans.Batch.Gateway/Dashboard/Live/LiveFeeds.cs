using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>
/// All feeds of this process. Each is looked at while somebody watches it, once for all of them; and the more feeds there
/// are, the more rarely each, so that all of them together cost no more than <see cref="LooksPerSecond"/>.
/// </summary>
internal sealed partial class LiveFeeds(
    IOptions<DashboardOptions> options, IHostApplicationLifetime host, TimeProvider time, ILogger<LiveFeeds> logger)
{
    /// <summary>Looks of all feeds together.</summary>
    public const int LooksPerSecond = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LiveFeed> _feeds = new(StringComparer.Ordinal);
    private int _watchers;

    /// <summary>Joins those who watch something; null when there is no room for one more.</summary>
    /// <param name="key">Names what is looked at, the project included: equal keys share a feed.</param>
    /// <param name="every">How often to look, at most.</param>
    /// <param name="look">Looks, for as long as the feed lives; of equal keys the first one's is taken.</param>
    public LiveFeed? Join(string key, TimeSpan every, Func<CancellationToken, ValueTask<Look>> look)
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
                feed = new LiveFeed();
                _feeds.Add(key, feed);
                _ = RunAsync(key, feed, every, look);
            }

            feed.Watchers++;
            return feed;
        }
    }

    public void Leave(LiveFeed feed)
    {
        lock (_lock)
        {
            feed.Watchers--;
            _watchers--;
        }
    }

    private async Task RunAsync(string key, LiveFeed feed, TimeSpan every, Func<CancellationToken, ValueTask<Look>> look)
    {
        // Off the caller's thread, and out of its trace: the feed outlives the request that began it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var stopping = host.ApplicationStopping;
        try
        {
            while (!stopping.IsCancellationRequested && IsWatched(key, feed))
            {
                try
                {
                    feed.Saw(await look(stopping));
                }
                catch (Exception e) when (!stopping.IsCancellationRequested)
                {
                    // Gone, unreachable or a fault: the page says that it stands still, and the next look may do better.
                    LogFailed(logger, e);
                    feed.Failed();
                }

                await Task.Delay(feed.IsDone || feed.IsStale ? Longer(every) : Pause(every), time, stopping);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private bool IsWatched(string key, LiveFeed feed)
    {
        lock (_lock)
        {
            if (feed.Watchers > 0)
            {
                return true;
            }

            _feeds.Remove(key);
            return false;
        }
    }

    private TimeSpan Pause(TimeSpan every)
    {
        lock (_lock)
        {
            var least = TimeSpan.FromSeconds((double)_feeds.Count / LooksPerSecond);
            return every > least ? every : least;
        }
    }

    private TimeSpan Longer(TimeSpan every) => Pause(every) * 3;

    [LoggerMessage(EventId = 2301, Level = LogLevel.Debug, Message = "A page that updates itself could not be looked at")]
    private static partial void LogFailed(ILogger logger, Exception fault);
}
